using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <summary>
/// What others are told is written in the transaction that writes what happened: it is told when that was kept, and never when it was not.
/// Called on the writer's thread.
/// </summary>
internal interface IHistoryOutbox
{
    /// <summary>A transaction began, or goes on although its end had been inferred.</summary>
    void Started(HistoryDatabase database, TransactionEntity transaction);

    /// <summary>A transaction ended.</summary>
    void Stopped(HistoryDatabase database, TransactionEntity transaction);

    /// <summary>A connector has another status than the one kept of it before.</summary>
    void Changed(HistoryDatabase database, string chargePointId, StatusEntity status);

    /// <summary>What was written since the last word is on disk.</summary>
    void Committed();

    /// <summary>It is not.</summary>
    void RolledBack();
}
