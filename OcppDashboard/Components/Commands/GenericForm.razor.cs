using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Components.Messages;

namespace OcppDashboard.Components.Commands;

public partial class GenericForm
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private PayloadDraft draft = null!;
    private bool raw;
    private string json = "{}";

    protected override void OnInitialized()
    {
        draft = PayloadDraft.Of(Action!.RequestType);
        if (draft.Members.FirstOrDefault(m => m.Field.Name == "connectorId") is { Field.Required: true } connector)
            connector.Text = FirstConnector.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Going to JSON takes along what has been filled in so far.</summary>
    private void Switch(bool toRaw)
    {
        if (toRaw && !raw) json = (draft.ToJson(Clock.Zone) ?? new JsonObject()).ToJsonString(Indented);
        raw = toRaw;
        Error = null;
    }

    private async Task SubmitAsync()
    {
        if (!raw)
        {
            var payload = draft.ToJson(Clock.Zone);
            if (draft.FirstError is { } error) Refuse(error);
            else await SendAsync(JsonSerializer.SerializeToElement(payload));
            return;
        }
        await SendRawAsync(json);
    }
}
