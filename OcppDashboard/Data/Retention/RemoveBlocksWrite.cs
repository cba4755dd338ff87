using OcppDashboard.Data.History;

namespace OcppDashboard.Data.Retention;

/// <summary>Removes what was noted of empty blocks, some charge points at a time: their key begins with the charge point.</summary>
/// <param name="meterValues">Those of meter values outside of transactions; false: those of messages.</param>
/// <param name="before">The first block that may still hold something.</param>
/// <param name="afterKey">The last charge point that was done.</param>
internal sealed class RemoveBlocksWrite(bool meterValues, long before, long afterKey) : HistoryWrite<long?>
{
    private const string Keys = "SELECT \"Key\" FROM ChargePoints WHERE \"Key\" > ?1 ORDER BY \"Key\" LIMIT 200";
    private const string OfMeterValues = "DELETE FROM MeterBlocks WHERE ChargePointKey = ?1 AND Block < ?2";
    private const string OfMessages = "DELETE FROM MessageBlocks WHERE ChargePointKey = ?1 AND Block < ?2";

    /// <returns>The last charge point that was done; null: all are.</returns>
    internal override long? Write(HistoryDatabase database)
    {
        var find = database.Statement(Keys).Start().Add(afterKey);
        var keys = new List<long>();
        while (find.Next()) keys.Add(find.Int64(0));
        foreach (var key in keys) database.Statement(meterValues ? OfMeterValues : OfMessages).Start().Add(key).Add(before).Run();
        return keys.Count == 0 ? null : keys[^1];
    }
}
