using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components;

/// <summary>Words of the charge point's pages and of the message inspector, from ChargePointTexts.resx.</summary>
public static class ChargePointTexts
{
    private static readonly ResourceManager Resources = new(typeof(ChargePointTexts));

    public static string NoCommands => Get();
    public static string Failed => Get();
    public static string TimeUsed => Get();
    public static string NoFrame => Get();
    public static string FromChargePoint => Get();
    public static string ToChargePoint => Get();
    public static string Waiting => Get();
    public static string Answered => Get();
    public static string Finding => Get();
    public static string TimedOut => Get();
    public static string ConnectionLost => Get();
    public static string AnswerUnreadable => Get();
    public static string NotActedOn => Get();
    public static string NoAnswerYet => Get();
    public static string NoAnswer => Get();
    public static string SecretHidden => Get();
    public static string SearchFrames => Get();
    public static string Direction => Get();
    public static string BothDirections => Get();
    public static string Action => Get();
    public static string AllActions => Get();
    public static string Result => Get();
    public static string AllResults => Get();
    public static string ChargePoint => Get();
    public static string AllChargePoints => Get();
    public static string Resume => Get();
    public static string Pause => Get();
    public static string Time => Get();
    public static string Content => Get();
    public static string AnswerIn => Get();
    public static string NoMessages => Get();
    public static string NoMessagesForFilter => Get();
    public static string Newest => Get();
    public static string Older => Get();
    public static string UnknownChargePoint => Get();
    public static string UnknownChargePointBefore => Get();
    public static string UnknownChargePointAfter => Get();
    public static string NoSubProtocol => Get();
    public static string NoSubProtocolHelp => Get();
    public static string More => Get();
    public static string MoreCommands => Get();
    public static string Offline => Get();
    public static string OfflineHelp => Get();
    public static string Configuration => Get();
    public static string History => Get();
    public static string Trigger => Get();
    public static string Reset => Get();
    public static string Connector => Get();
    public static string NoErrorCode => Get();
    public static string Connectors => Get();
    public static string NoConnectors => Get();
    public static string Commands => Get();
    public static string All => Get();
    public static string NoTransactions => Get();
    public static string NoHistory => Get();
    public static string Frame => Get();
    public static string FindingsOf => Get();
    public static string FindingsHelp => Get();
    public static string LastFrame => Get();
    public static string Often => Get();
    public static string Basic => Get();
    public static string FilterKeys => Get();
    public static string RebootRequired => Get();
    public static string Reading => Get();
    public static string ReadConfiguration => Get();
    public static string ConfigurationNotRead => Get();
    public static string ConfigurationOffline => Get();
    public static string Access => Get();
    public static string NoKeys => Get();
    public static string UnknownKeys => Get();
    public static string AfterReboot => Get();
    public static string ReadOnly => Get();
    public static string Writable => Get();
    public static string Sending => Get();
    public static string Meter => Get();
    public static string Range => Get();

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
