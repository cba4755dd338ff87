using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.Operations;

/// <summary>Words of the page Settings, from ServerSettingsTexts.resx.</summary>
public static class ServerSettingsTexts
{
    private static readonly ResourceManager Resources = new(typeof(ServerSettingsTexts));

    public static string Settings => Get();
    public static string Webhooks => Get();
    public static string AddWebhook => Get();
    public static string EditWebhook => Get();
    public static string Address => Get();
    public static string Events => Get();
    public static string State => Get();
    public static string LastDelivery => Get();
    public static string Actions => Get();
    public static string NoWebhooks => Get();
    public static string On => Get();
    public static string Off => Get();
    public static string SwitchOn => Get();
    public static string SwitchOff => Get();
    public static string SendTest => Get();
    public static string Edit => Get();
    public static string Remove => Get();
    public static string Deliveries => Get();
    public static string Save => Get();
    public static string Add => Get();
    public static string Cancel => Get();
    public static string Done => Get();
    public static string AddressHint => Get();
    public static string EventsLabel => Get();
    public static string Status => Get();
    public static string Fault => Get();
    public static string TransactionStarted => Get();
    public static string TransactionStopped => Get();
    public static string Offline => Get();
    public static string Online => Get();
    public static string SecretTitle => Get();
    public static string SecretHelp => Get();
    public static string CopySecret => Get();
    public static string NotKept => Get();
    public static string DeadWord => Get();
    public static string Never => Get();
    public static string Waiting => Get();
    public static string RemoveTitle => Get();
    public static string RemoveStrong => Get();
    public static string RemoveRest => Get();
    public static string DeliveriesOf => Get();
    public static string NoDeliveries => Get();
    public static string Created => Get();
    public static string Event => Get();
    public static string Attempts => Get();
    public static string Answer => Get();
    public static string SendAgain => Get();
    public static string ShowBody => Get();
    public static string HideBody => Get();
    public static string Body => Get();
    public static string Delivered => Get();
    public static string GivenUp => Get();
    public static string NextAt => Get();
    public static string NotAgain => Get();
    public static string ListFailed => Get();
    public static string CloseList => Get();
    public static string Configured => Get();
    public static string ConfiguredHelp => Get();
    public static string Setting => Get();
    public static string Value => Get();
    public static string None => Get();
    public static string Version => Get();
    public static string AllDeliveries => Get();
    public static string FailedDeliveries => Get();
    public static string FilterDeliveries => Get();
    public static string NoFailedDeliveries => Get();

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
