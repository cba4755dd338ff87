using System.Globalization;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>What follows a remote start or stop.</summary>
internal static class RemoteEffects
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90), StopLimit = TimeSpan.FromSeconds(60);

    /// <summary>The start that is handed to it is its own: <see cref="Superseding.StarterOf"/> chose it among all that wait for one.</summary>
    public static ExpectedEffect Start() => new("Waiting for the vehicle", StartLimit, "No transaction started; is a vehicle plugged in?",
        happened => happened is TransactionStarted started ? new(StepKind.Ok, "Transaction started:", $"{started.Transaction.Id}", true) : null);

    /// <param name="before">The charge point when the command went out: what ran then tells which transaction the number means.</param>
    public static ExpectedEffect Stop(CommandSnapshot command, ChargePointSnapshot? before)
    {
        var asked = CommandTexts.Number(command.RequestJson, "transactionId") ?? CommandTexts.Member(command.RequestJson, "transactionId");
        var meant = before?.OpenTransactions.FirstOrDefault(running => (running.WireId ?? running.Id).ToString(CultureInfo.InvariantCulture) == asked)?.Id.ToString(CultureInfo.InvariantCulture) ?? asked;
        return new("Waiting for the end of the transaction", StopLimit, "No StopTransaction came",
            happened => happened is TransactionStopped stopped && stopped.TransactionId.ToString(CultureInfo.InvariantCulture) == meant
                ? new(StepKind.Ok, $"Transaction {stopped.TransactionId} ended:", stopped.Reason.ToString(), true) : null);
    }
}
