using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Logs;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.History;

/// <summary>What a charge point said of itself at boot, and that it booted. Null members are not known.</summary>
/// <param name="json">The payload; null: it is the boot of just before once more, which makes no line of history (C4).</param>
/// <param name="isLatest">False for a boot that is kept as history only.</param>
public sealed class BootWrite(string chargePointId, ChargePointEntity boot, string? json, bool isLatest = true) : HistoryWrite
{
    internal override void Apply(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        if (isLatest) database.Statement("""
            UPDATE ChargePoints SET Vendor = ?2, Model = ?3, SerialNumber = ?4, FirmwareVersion = ?5, ChargeBoxSerialNumber = ?6, Iccid = ?7, Imsi = ?8, MeterType = ?9,
              MeterSerialNumber = ?10, BootedAt = ?11, LastSeenAt = ?11 WHERE "Key" = ?1
            """).Start().Add(key).Add(boot.Vendor).Add(boot.Model).Add(boot.SerialNumber).Add(boot.FirmwareVersion).Add(boot.ChargeBoxSerialNumber).Add(boot.Iccid)
            .Add(boot.Imsi).Add(boot.MeterType).Add(boot.MeterSerialNumber).Add(boot.BootedAt).Run();
        if (json is null) return;
        var text = string.Join(' ', new[] { boot.Vendor, boot.Model, boot.FirmwareVersion }.Where(part => part is not null));
        new OccurrenceWrite(chargePointId, boot.BootedAt ?? database.Now, "Boot", text, json).Apply(database);
    }
}

/// <summary>Something that happened to a charge point besides charging.</summary>
public sealed class OccurrenceWrite(string chargePointId, DateTimeOffset at, string kind, string text, string? json = null) : HistoryWrite
{
    private const int MaxJson = 32_768; // kept for ever; the message log has the whole frame
    private readonly string? json = json?.Length > MaxJson ? json[..MaxJson] : json;

    internal override int Size => base.Size + 2 * (text.Length + (json?.Length ?? 0));

    internal override void Apply(HistoryDatabase database) =>
        database.Statement("INSERT INTO Occurrences (ChargePointKey, At, Kind, Text, Json) VALUES (?1, ?2, ?3, ?4, ?5)").Start()
            .Add(database.KeyOf(chargePointId)).Add(at).Add(kind).Add(text).Add(json).Run();
}

/// <summary>A connection came or went. One that was removed and comes again is a new one, with the history that was kept.</summary>
public sealed class SeenWrite(string chargePointId, DateTimeOffset at) : HistoryWrite
{
    internal override void Apply(HistoryDatabase database) =>
        database.Statement("""
            UPDATE ChargePoints SET LastSeenAt = ?2, FirstSeenAt = CASE WHEN RemovedAt IS NULL THEN FirstSeenAt ELSE ?2 END, RemovedAt = NULL WHERE "Key" = ?1
            """).Start().Add(database.KeyOf(chargePointId)).Add(at).Run();
}

/// <summary>A change of status: a row of history, and the connector's last status.</summary>
/// <param name="isLatest">False for a report that is kept as history only.</param>
public sealed class StatusWrite(string chargePointId, StatusEntity status, bool isLatest) : HistoryWrite
{
    internal override void Apply(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        database.Statement("""
            INSERT INTO Statuses (ChargePointKey, ConnectorId, Status, ErrorCode, Info, VendorId, VendorErrorCode, At, ReceivedAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """).Start().Add(key).Add(status.ConnectorId).Add(status.Status).Add(status.ErrorCode).Add(status.Info).Add(status.VendorId).Add(status.VendorErrorCode)
            .Add(status.At).Add(status.ReceivedAt).Run();
        if (!isLatest) return;
        if (database.Outbox is { } outbox && IsNews(database, key)) outbox.Changed(database, chargePointId, status);
        database.Statement("""
            INSERT INTO Connectors (ChargePointKey, ConnectorId, Status, ErrorCode, Info, VendorErrorCode, Since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (ChargePointKey, ConnectorId) DO UPDATE SET Status = ?3, ErrorCode = ?4, Info = ?5, VendorErrorCode = ?6, Since = ?7
            """).Start().Add(key).Add(status.ConnectorId).Add(status.Status).Add(status.ErrorCode).Add(status.Info).Add(status.VendorErrorCode).Add(status.ReceivedAt).Run();
    }

    /// <summary>Charge points repeat their statuses, most of all after each boot, and change the words in them.</summary>
    private bool IsNews(HistoryDatabase database, int key)
    {
        var find = database.Statement("SELECT Status, ErrorCode FROM Connectors WHERE ChargePointKey = ?1 AND ConnectorId = ?2").Start().Add(key).Add(status.ConnectorId);
        var isNews = !find.Next() || find.Text(0) != status.Status || find.Text(1) != status.ErrorCode;
        find.Done();
        return isNews;
    }
}

/// <summary>One exchange of the message log; one that goes on replaces itself.</summary>
public sealed class MessageWrite(WireExchange exchange) : HistoryWrite
{
    internal override int Size => base.Size + exchange.Call.Length + exchange.Answer.Length;

    internal override bool GivesWay => true;

    internal override void Apply(HistoryDatabase database)
    {
        var key = database.KeyOf(exchange.ChargePointId);
        var insert = database.Statement("""
            INSERT OR REPLACE INTO Messages (Id, ChargePointKey, ConnectionNumber, FromChargePoint, Action, UniqueId, At, AnsweredAt, "Call", Answer, Result, Status, Notes)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """).Start().Add(exchange.Number).Add(key).Add(exchange.ConnectionNumber).Add(exchange.FromChargePoint).Add(exchange.Action).Add(exchange.UniqueId)
            .Add(exchange.At).Add(exchange.AnsweredAt).Add(exchange.Call);
        (exchange.Answer.IsEmpty ? insert.AddNull() : insert.Add(exchange.Answer)).Add((long)exchange.Result).Add(exchange.Status).Add(exchange.Notes).Run();
        database.NoteMessage(exchange.Number, key);
    }
}

/// <summary>A command as it stands.</summary>
/// <param name="command">With its id, without its key.</param>
public sealed class CommandWrite(string chargePointId, CommandEntity command) : HistoryWrite
{
    internal override void Apply(HistoryDatabase database) =>
        database.Statement("""
            INSERT OR REPLACE INTO Commands (Id, ChargePointKey, Action, Argument, RequestJson, RequestedBy, RequestedAt, State, Status, ResponseJson, AnsweredAfterMs, StepsJson,
              WaitingSince, Deadline, Marks, FileTransferId)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """).Start().Add(command.Id).Add(database.KeyOf(chargePointId)).Add(command.Action).Add(command.Argument).Add(command.RequestJson).Add(command.RequestedBy)
            .Add(command.RequestedAt).Add(command.State).Add(command.Status).Add(command.ResponseJson).Add(command.AnsweredAfterMs).Add(command.StepsJson)
            .Add(command.WaitingSince).Add(command.Deadline).Add(command.Marks).Add(command.FileTransferId).Run();
}

/// <summary>A message that could not be read, kept raw. Where there are too many, the oldest of the charge point with the most give way.</summary>
/// <param name="most">Bytes of all of them.</param>
public sealed class QuarantineWrite(string chargePointId, string action, ReadOnlyMemory<byte> frame, string fault, DateTimeOffset at, long most = 100L << 20) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.QuarantineBytes ??= Number(database, "SELECT COALESCE(SUM(length(Frame)), 0) FROM Quarantine");
        database.QuarantineBytes += frame.Length;
        while (database.QuarantineBytes > most && Number(database, Largest) is { } key)
        {
            database.Statement(Oldest).Start().Add(key).Run();
            if (database.Changes == 0) break;
            database.QuarantineBytes = Number(database, "SELECT COALESCE(SUM(length(Frame)), 0) FROM Quarantine") + frame.Length;
        }
        database.Statement("INSERT INTO Quarantine (ChargePointKey, At, Action, Frame, Fault) VALUES (?1, ?2, ?3, ?4, ?5)").Start()
            .Add(database.KeyOf(chargePointId)).Add(at).Add(action).Add(frame).Add(fault).Run();
        return true;
    }

    private const string Largest = "SELECT ChargePointKey FROM Quarantine GROUP BY ChargePointKey ORDER BY SUM(length(Frame)) DESC LIMIT 1";
    private const string Oldest = "DELETE FROM Quarantine WHERE Id IN (SELECT Id FROM Quarantine WHERE ChargePointKey = ?1 ORDER BY Id LIMIT 20)";

    private static long? Number(HistoryDatabase database, string sql)
    {
        var find = database.Statement(sql).Start();
        var number = find.Next() ? find.NullableInt64(0) : null;
        find.Done();
        return number;
    }
}
