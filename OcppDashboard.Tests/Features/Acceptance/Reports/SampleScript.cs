using OcppDashboard.Features.Acceptance.Plan;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

/// <summary>A script of its own with the rows of the filled-in reports: what the functions become must not change these tests.</summary>
internal static class SampleScript
{
    public static IReadOnlyList<FunctionInfo> All { get; } =
    [
        One(1, "Boot notification", "Receive a (not empty) BootNotification message, containing chargePointModel and chargePointVendor (required by OCPP 1.6), and chargePointSerialNumber, iccid, chargePointVendor, firmwareVersion and chargePointModel"),
        One(2, "Heartbeat (automatic)", "Receive OCPP command from CS i.e. heartbeat registered", "When CS is not providing heartbeat, send OCPP command to see heartbeat",
            "Provide TCPIP default heartbeat at least every 1 hour from CS (configurable under Set Configuration)."),
        One(3, "Change availability", "After sending ChangeAvailability with type Operative, the status must change to Available.", "After sending ChangeAvailability with type Inoperative, the status must change to Unavailable.",
            "This availability must be reflected by receiving a StatusNotification message (per socket)",
            "Receive a (not empty) StatusNotification message per connector (including connector 0), containing:\ni. If not in error: status with Available, Preparing, Charging, SuspendedEV, SuspendedEVSE, Finishing, Reserved, Unavailable or Faulted\nii. If in error: error details (errorCode)"),
        One(4, "Get configuration (list parameters that can be read)", "After sending GetConfiguration() the Charge Station must respond with a GetConfiguration message, containing the total number of items, followed by a message with the complete list of items."),
        One(5, "Set configuration (set parameters that can be configured)", "After sending ChangeConfiguration (per item) a message with status Accepted must be received (and not \"Not Supported\", \"Not implemented\")"),
        new(6, "Start charge transaction (both local notification and remote trigger)", RunPhase.AtThePlug,
            ["After sending RemoteStartTransaction the transaction must start, and a StartTransaction message (including transactionId) must be received, followed by several StatusNotification messages (according to OCPP 1.6)",
             "Local StartTransaction should start with an Authorize, which – if approved – must be followed by a StartTransaction and several StatusNotification messages (according to OCPP 1.6).", "If not approved the sequence must stop"],
            [new("6a", "remote"), new("6b", "local"), new("6c", "refused")]),
        new(7, "Stop charge transaction (both local notification and remote trigger)", RunPhase.AtThePlug,
            ["After sending RemoteStopTransaction (by using the transactionId) the transaction must stop, via a StopTransaction message, followed by several StatusNotification messages (according to OCPP 1.6)",
             "Local StopTransaction starts with receiving a StopTransaction and several StatusNotification messages (according to OCPP 1.6)", "When the charging cable is disconnected, a StopTransaction message must be received"],
            [new("7a", "remote"), new("7b", "local"), new("7c", "cable")]),
        One(8, "Receive Meter reading", "Meter values are received at the start of transaction and stop of transaction",
            "Meter values are received, according to meter interval that can be set by user (at least 30 seconds interval when charging). Voltage, current and power reading are received, according to meter interval that can be set by user (at least 30 seconds interval)"),
        new(9, "Reset CS (both hard and soft reset)", RunPhase.UnattendedEnd,
            ["Hard reset (ResetType 0): Charging Station comes online after reset (BootNotification message, StatusNotification message, etc.)", "Soft reset (ResetType 1): Charging Station comes online after reset (BootNotification message, StatusNotification message, etc.)"],
            [new("9a", "hard"), new("9b", "soft")]),
        One(10, "Any hardware related notifications or error conditions", "Create an error (e.g. disconnecting communication pin or power pin connection or create 3 phase imbalance supply), notifications to be represented in the StatusNotification messages.",
            "Error messages on connector 0 are from the Charging Station itself."),
        One(11, "Charging cable connection status", "Status to be represented in the StatusNotification messages.", "When car is connected, the charging station changes from Available to Occupied and to Error (connection is timed out)."),
        One(12, "Remote Firmware update", "Receive firmware file from manufacturer.",
            "After sending UpdateFirmware, FirmwareStatusNotification message with FirmwareStatus \"Downloading\" must be received, followed by FirmwareStatusNotification message with FirmwareStatus \"Installed\".", "Automatically reboot if connectors are available"),
        One(13, "Remotely initiate and get diagnostics reports", "After sending GetDiagnostics, with specific timeframe and ftp location, the Charging Station must send GetDiagnostics message and upload the diagnostic file to the specified ftp location"),
        One(14, "Get past charge transactions", "When Charging Station reconnects, after being offline, the cached transactions must be sent to the server automatically"),
        One(15, "Clear cache (if applicable)", "After sending the ClearCache, a message with status Accepted must be received"),
        One(16, "TriggerMessage", "After booting the central system will send a TriggerMessage requesting the status of the charger."),
    ];

    private static FunctionInfo One(int number, string name, params string[] criteria) => new(number, name, RunPhase.Unattended, criteria, [new($"{number}", "")]);
}
