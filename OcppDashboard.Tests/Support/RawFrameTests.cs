namespace OcppDashboard.Tests.Support;

public class RawFrameTests
{
    [Theory]
    [InlineData(RawOpcode.Text, "6869", true, true, 0, null, "818237FA213D5F93")]
    [InlineData(RawOpcode.Text, "6869", true, false, 0, null, "81026869")]
    [InlineData(RawOpcode.Binary, "01", false, false, 4, null, "420101")]
    [InlineData(RawOpcode.Ping, "", true, true, 0, null, "898037FA213D")]
    [InlineData(RawOpcode.Text, "61", true, false, 0, 126UL, "817E007E61")]
    [InlineData(RawOpcode.Text, "61", true, false, 0, 65_536UL, "817F000000000001000061")]
    [InlineData(RawOpcode.Text, "61", true, false, 0, 9_223_372_036_854_775_807UL, "817F7FFFFFFFFFFFFFFF61")]
    public void A_frame_has_the_bytes_of_RFC_6455(RawOpcode opcode, string payload, bool final, bool masked, int rsv, ulong? declared, string bytes) =>
        Assert.Equal(bytes, Convert.ToHexString(new RawFrame(opcode, Convert.FromHexString(payload), final, masked, rsv, declared).ToBytes()));

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(70_000)]
    public async Task What_is_written_is_read(int length)
    {
        var frame = new RawFrame(RawOpcode.Binary, new byte[length], Masked: false);
        var read = await RawFrame.ReadAsync(new MemoryStream(frame.ToBytes()), CancellationToken.None);
        Assert.Equal((RawOpcode.Binary, length, true), (read!.Opcode, read.Payload.Length, read.Final));
        Assert.Null(await RawFrame.ReadAsync(new MemoryStream(), CancellationToken.None));
    }

    [Fact]
    public void A_close_carries_code_and_reason()
    {
        Assert.Equal(new RawClose(1001, "going"), RawClose.Of(new RawClose(1001, "going").ToPayload()));
        Assert.Equal(new RawClose(1005, ""), RawClose.Of(Array.Empty<byte>()));
    }
}
