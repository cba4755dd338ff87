using System.Text.Json;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Handlers;

/// <summary>Keeps a vendor's data; no vendor's extension is known here, which is said with an answer and not an error (TC_064).</summary>
public sealed class DataTransferHandler(HistoryWriter history) : ICallHandler<DataTransferRequest, DataTransferResponse>
{
    public ValueTask<DataTransferResponse> HandleAsync(DataTransferRequest request, CallContext context)
    {
        Texts.NotePadding(context, request.VendorId, request.MessageId);
        var text = $"{Texts.Tidy(request.VendorId)} {Texts.Tidy(request.MessageId)}".Trim();
        var json = JsonSerializer.Serialize(request, OcppActions.Of<DataTransferRequest>().RequestInfo);
        history.Keep(new OccurrenceWrite(context.ChargePointId, context.ReceivedAt, "DataTransfer", text, json));
        return new(new DataTransferResponse(DataTransferStatus.UnknownVendorId));
    }
}
