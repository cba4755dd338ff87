using System.Resources;
using System.Runtime.CompilerServices;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.WorkList;

/// <summary>Words of the work list, from WorkTexts.resx.</summary>
public static class WorkTexts
{
    private static readonly ResourceManager Resources = new(typeof(WorkTexts));

    public static string Title => Get();
    public static string All => Get();
    public static string FilterByKind => Get();
    public static string ShowSeen => Get();
    public static string Seen => Get();
    public static string SeenHelp => Get();
    public static string OpenLines => Get();
    public static string NothingToDo => Get();
    public static string NothingOfKind => Get();
    public static string NotKept => Get();
    public static string Drop => Get();
    public static string DroppedReason => Get();
    public static string NotAnswering => Get();
    public static string NextNotAnswering => Get();
    public static string Server => Get();
    public static string Forget => Get();
    public static string ForgetHelp => Get();

    /// <summary>The word for a kind of line.</summary>
    public static string Kind(WorkKind kind) => Get(kind.ToString());

    /// <summary>What to do next, a sentence.</summary>
    public static string NextStep(WorkItem item) =>
        item.NextStep ?? (item.Kind == WorkKind.Faulted ? FaultAdvice(item.ErrorCode) : Get("Next" + item.Kind));

    /// <summary>What to do about a fault, a sentence: the same wherever the fault is shown.</summary>
    /// <param name="code">Null: none that OCPP 1.6 lists.</param>
    public static string FaultAdvice(ChargePointErrorCode? code) => (code is { } known ? Resources.GetString("Fault" + known) : null) ?? Get("NextFaulted");

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
