using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <summary>A firmware file, new or with other words about it.</summary>
public sealed class FirmwareFileWrite(FirmwareFileEntity file) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("""
            INSERT OR REPLACE INTO FirmwareFiles (Id, Name, StoredName, Version, Vendor, Model, Size, Sha256, AddedAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """).Start().Add(file.Id).Add(file.Name).Add(file.StoredName).Add(file.Version).Add(file.Vendor).Add(file.Model).Add(file.Size).Add(file.Sha256).Add(file.AddedAt).Run();
        return true;
    }
}

/// <summary>A firmware file is no longer offered.</summary>
public sealed class RemoveFirmwareFileWrite(long id) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("DELETE FROM FirmwareFiles WHERE Id = ?1").Start().Add(id).Run();
        return database.Changes > 0;
    }
}

/// <summary>An address as it stands. New ones are waited for: an address that is not kept would be dead after a restart.</summary>
/// <param name="transfer">With its id, without its key.</param>
public sealed class FileTransferWrite(string chargePointId, FileTransferEntity transfer) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("""
            INSERT OR REPLACE INTO FileTransfers (Id, ChargePointKey, IsUpload, Scheme, SecretHash, FirmwareId, CommandId, CreatedAt, ExpiresAt, StartedAt, Bytes, EndedAt, "End")
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """).Start().Add(transfer.Id).Add(database.KeyOf(chargePointId)).Add(transfer.IsUpload).Add(transfer.Scheme).Add((ReadOnlyMemory<byte>)transfer.SecretHash)
            .Add(transfer.FirmwareId).Add(transfer.CommandId).Add(transfer.CreatedAt).Add(transfer.ExpiresAt).Add(transfer.StartedAt).Add(transfer.Bytes)
            .Add(transfer.EndedAt).Add(transfer.End).Run();
        return true;
    }
}

/// <summary>A file arrived whole.</summary>
/// <param name="file">With its id, without its key.</param>
public sealed class ReceivedFileWrite(string chargePointId, ReceivedFileEntity file) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("""
            INSERT OR REPLACE INTO ReceivedFiles (Id, ChargePointKey, TransferId, CommandId, Name, StoredName, Size, Sha256, ReceivedAt, Via) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """).Start().Add(file.Id).Add(database.KeyOf(chargePointId)).Add(file.TransferId).Add(file.CommandId).Add(file.Name).Add(file.StoredName).Add(file.Size)
            .Add(file.Sha256).Add(file.ReceivedAt).Add(file.Via).Run();
        return true;
    }
}

/// <summary>A received file has another name.</summary>
public sealed class RenameReceivedFileWrite(long id, string name) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("UPDATE ReceivedFiles SET Name = ?2 WHERE Id = ?1").Start().Add(id).Add(name).Run();
        return database.Changes > 0;
    }
}

/// <summary>A received file was deleted.</summary>
public sealed class RemoveReceivedFileWrite(long id) : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("DELETE FROM ReceivedFiles WHERE Id = ?1").Start().Add(id).Run();
        return database.Changes > 0;
    }
}
