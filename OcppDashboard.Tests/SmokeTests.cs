using System.Text;
using System.Text.Json;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
namespace OcppDashboard.Tests;
public class SmokeTests
{
    [Theory]
    [InlineData("[2,\"1\",\"MeterValues\",{\"connectorId\":\"1\",\"meterValue\":[{\"timestamp\":\"2026-08-04T13:35:45Z\",\"sampledValue\":[{\"value\":10,\"unit\":\"Wh\"}]}]}]", FrameFault.None)]
    [InlineData("[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":,\"meterValue\":[,{\"sampledValue\":[]}]}]", FrameFault.None)]
    [InlineData("[3,\"abc\",{\"configurationKey\":[]", FrameFault.Malformed)]
    [InlineData("[]", FrameFault.Ignored)]
    [InlineData("[2]", FrameFault.Ignored)]
    [InlineData("[", FrameFault.Unreadable)]
    [InlineData("hello", FrameFault.Unreadable)]
    [InlineData("{\"a\":1}", FrameFault.Ignored)]
    [InlineData("[1,\"x\",\"Heartbeat\",{}]", FrameFault.Ignored)]
    [InlineData("  \r\n", FrameFault.Empty)]
    public void Reads(string text, FrameFault fault)
    {
        var r = OcppFrameCodec.Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(fault, r.Fault);
        if (r.Frame is Call { Payload.Length: > 0 } c)
        {
            var o = JsonSerializer.Deserialize(c.Payload.Span, OcppActions.Find(c.Action)!.RequestInfo);
            Assert.NotNull(o);
            Assert.NotEmpty(OcppFrameCodec.WriteCall("1", c.Action, o!, OcppActions.Find(c.Action)!.RequestInfo));
        }
    }
    [Fact] public void Table() => Assert.Equal(39, OcppActions.All.Count);
}
