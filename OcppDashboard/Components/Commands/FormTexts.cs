using System.Resources;
using System.Runtime.CompilerServices;
using OcppDashboard.Components.Shared;

namespace OcppDashboard.Components.Commands;

/// <summary>Words of the command dialogs and their forms, from FormTexts.resx.</summary>
public static class FormTexts
{
    private static readonly ResourceManager Resources = new(typeof(FormTexts));

    public static string Cancel => Get();
    public static string Send => Get();
    public static string Optional => Get();
    public static string Connector => Get();
    public static string ConnectorUnknown => Get();
    public static string WholeChargePoint => Get();
    public static string Soft => Get();
    public static string Hard => Get();
    public static string PutInService => Get();
    public static string Availability => Get();
    public static string Operative => Get();
    public static string Inoperative => Get();
    public static string FirmwareFile => Get();
    public static string DownloadFrom => Get();
    public static string DownloadFromHint => Get();
    public static string NotBefore => Get();
    public static string Retries => Get();
    public static string RetryInterval => Get();
    public static string UploadToHint => Get();
    public static string DiagnosticsHelp => Get();
    public static string From => Get();
    public static string Until => Get();
    public static string Message => Get();
    public static string All => Get();
    public static string IdTag => Get();
    public static string IdTagHint => Get();
    public static string Transaction => Get();
    public static string TransactionId => Get();
    public static string NoTransactionRuns => Get();
    public static string ReadAllKeys => Get();
    public static string ReadKeys => Get();
    public static string AllKeys => Get();
    public static string SomeKeys => Get();
    public static string Keys => Get();
    public static string KeysHint => Get();
    public static string Change => Get();
    public static string Key => Get();
    public static string Value => Get();
    public static string ClearCache => Get();
    public static string ClearCacheHelp => Get();
    public static string Fields => Get();
    public static string RawJson => Get();
    public static string Payload => Get();
    public static string PayloadHint => Get();
    public static string LeaveOut => Get();
    public static string Add => Get();
    public static string Remove => Get();
    public static string Choose => Get();
    public static string Entry => Get();
    public static string ChooseFirmware => Get();
    public static string OtherModels => Get();
    public static string AnotherAddress => Get();
    public static string TransferBy => Get();
    public static string OwnAddress => Get();
    public static string OwnAddressHint => Get();
    public static string ThisServer => Get();
    public static string UploadTo => Get();
    public static string FtpOff => Get();
    public static string FtpLocal => Get();
    public static string FtpDownloads => Get();
    public static string NotConnectedYet => Get();
    public static string NoFirmwareYet => Get();
    public static string LogType => Get();
    public static string DiagnosticsLog => Get();
    public static string SecurityLog => Get();
    public static string Oldest => Get();
    public static string Latest => Get();
    public static string InstallNotBefore => Get();
    public static string NoSigning => Get();
    public static string SignedHelp => Get();
    public static string NeedsFile => Get();
    public static string NotNegative => Get();
    public static string SpanEnds => Get();
    public static string NeedsDate => Get();
    public static string NoWayYet => Get();

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
