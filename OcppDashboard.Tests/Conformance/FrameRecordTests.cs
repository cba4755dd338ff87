using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>The record of frames is not blind.</summary>
public class FrameRecordTests
{
    [SharedTheory]
    [InlineData("""[2,"a","Reset",{"type":"Soft"}]""", null)]
    [InlineData("""[2,"a","Reset",{"type":"soft"}]""", "not in the enumeration")]
    [InlineData("""[2,"a","Reset",{}]""", "type is missing")]
    [InlineData("""[3,"cp",{"currentTime":"2026-01-01T00:00:00Z"}]""", null)]
    [InlineData("""[3,"cp",{"currentTime":"2026-01-01T00:00:00Z","more":1}]""", "more is not a member")]
    [InlineData("""[3,"other",{}]""", "an answer to nothing")]
    [InlineData("""[4,"cp","InternalError","",{}]""", "neither CALL nor CALLRESULT")]
    public void NeedsShared_a_wrong_frame_of_the_server_is_found(string frame, string? fault)
    {
        var record = new FrameRecord();
        record.Add(false, """[2,"cp","Heartbeat",{}]""");
        record.Add(true, frame);
        if (fault is null) Assert.Empty(record.Faults());
        else Assert.Contains(fault, Assert.Single(record.Faults()), StringComparison.Ordinal);
    }
}
