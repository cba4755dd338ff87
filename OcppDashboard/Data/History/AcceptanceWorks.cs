using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <summary>A commissioning run as it stands.</summary>
/// <param name="run">With its id, without its key.</param>
public sealed class AcceptanceRunWrite(string chargePointId, AcceptanceRunEntity run) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("""
            INSERT OR REPLACE INTO AcceptanceRuns (Id, ChargePointKey, PlanJson, StartedAt, EndedAt, State, RemarksJson, RestoreJson, Vendor, Model, FirmwareVersion)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """).Start().Add(run.Id).Add(database.KeyOf(chargePointId)).Add(run.PlanJson).Add(run.StartedAt).Add(run.EndedAt).Add(run.State).Add(run.RemarksJson)
            .Add(run.RestoreJson).Add(run.Vendor).Add(run.Model).Add(run.FirmwareVersion).Run();
        return true;
    }
}

/// <summary>A leg was judged.</summary>
public sealed class AcceptanceLegWrite(AcceptanceLegEntity leg) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("""
            INSERT OR REPLACE INTO AcceptanceLegs (RunId, Leg, Attempt, StartedAt, EndedAt, FirstFrame, LastFrame, ResultJson) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """).Start().Add(leg.RunId).Add(leg.Leg).Add(leg.Attempt).Add(leg.StartedAt).Add(leg.EndedAt).Add(leg.FirstFrame).Add(leg.LastFrame).Add(leg.ResultJson).Run();
        return true;
    }
}

/// <summary>Something was captured.</summary>
public sealed class AcceptanceFrameWrite(AcceptanceFrameEntity frame) : HistoryWrite
{
    internal override int Size => base.Size + 2 * (frame.Payload.Length + frame.Text.Length);

    internal override void Apply(HistoryDatabase database) => database.Statement("""
        INSERT OR REPLACE INTO AcceptanceFrames (RunId, Number, At, Connection, FromChargePoint, Kind, Action, UniqueId, Leg, Attempt, Payload, Text)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """).Start().Add(frame.RunId).Add(frame.Number).Add(frame.At).Add(frame.Connection).Add(frame.FromChargePoint).Add(frame.Kind).Add(frame.Action).Add(frame.UniqueId)
        .Add(frame.Leg).Add(frame.Attempt).Add(frame.Payload).Add(frame.Text).Run();
}

/// <summary>A person said something about a leg.</summary>
public sealed class AcceptanceWordWrite(AcceptanceWordEntity word) : HistoryWrite<bool>
{
    internal override int Size => base.Size + (word.Photo?.Length ?? 0);

    internal override bool Write(HistoryDatabase database)
    {
        var insert = database.Statement("INSERT OR REPLACE INTO AcceptanceWords (Id, RunId, Leg, \"By\", Text, At, Verdict, Photo) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)").Start()
            .Add(word.Id).Add(word.RunId).Add(word.Leg).Add(word.By).Add(word.Text).Add(word.At).Add(word.Verdict);
        (word.Photo is { } photo ? insert.Add((ReadOnlyMemory<byte>)photo) : insert.AddNull()).Run();
        return true;
    }
}

/// <summary>A plan under a name, or no longer.</summary>
/// <param name="planJson">Null: the name is given up.</param>
public sealed class AcceptancePresetWrite(string name, string? planJson) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        if (planJson is null) database.Statement("DELETE FROM AcceptancePresets WHERE Name = ?1").Start().Add(name).Run();
        else database.Statement("INSERT OR REPLACE INTO AcceptancePresets (Name, PlanJson) VALUES (?1, ?2)").Start().Add(name).Add(planJson).Run();
        return true;
    }
}

/// <summary>A link to a report was given.</summary>
public sealed class AcceptanceShareWrite(AcceptanceShareEntity share) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("INSERT OR REPLACE INTO AcceptanceShares (Id, RunId, TokenHash, \"By\", CreatedAt, ExpiresAt, IsForPlug) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)").Start()
            .Add(share.Id).Add(share.RunId).Add((ReadOnlyMemory<byte>)share.TokenHash).Add(share.By).Add(share.CreatedAt).Add(share.ExpiresAt).Add(share.IsForPlug).Run();
        return true;
    }
}

/// <summary>A link no longer leads anywhere.</summary>
public sealed class RemoveAcceptanceShareWrite(long id) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("DELETE FROM AcceptanceShares WHERE Id = ?1").Start().Add(id).Run();
        return database.Changes > 0;
    }
}
