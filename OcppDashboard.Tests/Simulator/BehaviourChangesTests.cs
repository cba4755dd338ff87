using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;

namespace OcppDashboard.Tests.Simulator;

public class BehaviourChangesTests
{
    [Fact]
    public void Every_kind_of_member_can_be_changed()
    {
        var behaviour = With("delta", "3.3.9", ("transferBytesPerSecond", "10000"), ("InstalledAfterReboot", "False"), ("upload", "post"), ("fault", "GroundFailure"),
            ("faultInfo", "by hand"), ("breaksTransfersAt", "0.5"), ("skipsFirmwareStatuses", "Downloading, downloaded"));
        Assert.Equal((10_000, false, UploadWay.Post, ChargePointErrorCode.GroundFailure, "by hand", 0.5, 12),
            (behaviour.TransferBytesPerSecond, behaviour.InstalledAfterReboot, behaviour.Upload, behaviour.Fault, behaviour.FaultInfo, behaviour.BreaksTransfersAt, behaviour.RebootSeconds));
        Assert.Equal([SignedFirmwareStatus.Downloading, SignedFirmwareStatus.Downloaded], behaviour.SkipsFirmwareStatuses!);
    }

    [Fact]
    public void A_change_is_stronger_than_what_a_firmware_changes()
    {
        Assert.True(With("delta", "3.4").KeepsOfflineMeterValues);
        Assert.False(With("delta", "3.4", ("keepsOfflineMeterValues", "false")).KeepsOfflineMeterValues);
        Assert.Same(SimulatedModels.Get("delta").Behaviour, With("delta", "3.3.9"));
    }

    [Theory]
    [InlineData("colour", "red", "colour is not known. Known are: answerDelaySeconds, breaksTransfersAt,")]
    [InlineData("losesQuery", "maybe", "losesQuery must be true or false, not \"maybe\".")]
    [InlineData("transferBytesPerSecond", "-1", "transferBytesPerSecond must be a number from 0, not \"-1\".")]
    [InlineData("transferBytesPerSecond", "NaN", "transferBytesPerSecond must be a number from 0, not \"NaN\".")]
    [InlineData("breaksTransfersAt", "1.5", "breaksTransfersAt must be a number from 0 to 1, not \"1.5\".")]
    [InlineData("upload", "Pigeon", "upload must be one of Put, Post, Multipart, not \"Pigeon\".")]
    [InlineData("upload", "1", "upload must be one of Put, Post, Multipart, not \"1\".")]
    [InlineData("skipsFirmwareStatuses", "Downloaded,Nothing", "skipsFirmwareStatuses must be some, with commas between them, of Downloaded,")]
    public void What_is_no_change_is_told_in_a_sentence(string name, string value, string sentence)
    {
        var changes = new Dictionary<string, string> { [name] = value };
        Assert.StartsWith(sentence, Assert.Single(BehaviourChanges.Faults(changes)), StringComparison.Ordinal);
        Assert.StartsWith(sentence, Assert.Throws<ArgumentException>(() => SimulatedModels.Get("delta").BehaviourWith("3.4", changes)).Message, StringComparison.Ordinal);
    }

    private static Behaviour With(string model, string version, params (string Name, string Value)[] changes) =>
        SimulatedModels.Get(model).BehaviourWith(version, changes.ToDictionary(change => change.Name, change => change.Value));
}
