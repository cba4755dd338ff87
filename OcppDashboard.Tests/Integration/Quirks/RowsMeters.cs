using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows G and H of the table of habits: meter values and statuses.</summary>
public sealed class RowsMeters(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task G2_kWh_labelled_Wh_is_a_finding_and_the_meter_factor_mends_it()
    {
        await using var client = await Central.BootAsync("R-G2");
        var start = Central.Time.GetUtcNow().AddMinutes(-30);
        var id = await StartAsync(client, 361, at: start);
        for (var i = 0; i <= 4; i++) await MeterAsync(client, id, Register((361 + i / 2).ToString(System.Globalization.CultureInfo.InvariantCulture)) + "," + Power("9400"), at: start.AddMinutes(5 * i));
        Assert.Contains("factor", (await FindingAsync("R-G2", "G2")).Findings.Single(finding => finding.Code == "G2").Advice, StringComparison.Ordinal);
        await StopAsync(client, id, 363);
        await SetAsync("R-G2", own => own with { MeterFactor = 1000 });
        var mended = await StartAsync(client, 363);
        await MeterAsync(client, mended, Register("365") + "," + Power("9400"));
        var connector = Central.Snapshot("R-G2").Connector(1)!;
        Assert.Equal((2000d, 365_000d, 9400d), (connector.Transaction!.EnergyWh, connector.RegisterWh, connector.PowerW));
        await StopAsync(client, mended, 366);
        var row = await TransactionAsync(mended);
        Assert.Equal((363_000L, 366_000L, 3000d), (row.MeterStartWh, row.MeterStopWh, row.EnergyWh));
    }

    [Theory]
    [InlineData("""{"value":"7300","measurand":"Power.Active.Import"}""", "R-G3a")]
    [InlineData("""{"value":"7.3","measurand":"Power.Active.Import","unit":"kW"}""", "R-G3b")]
    public async Task G3_power_without_unit_is_in_watts(string sample, string id)
    {
        await using var client = await Central.BootAsync(id);
        await MeterAsync(client, null, sample);
        Assert.Equal(7300, Central.Snapshot(id).Connector(1)!.PowerW);
    }

    [Fact]
    public async Task G4_power_of_the_phases_adds_up_where_there_is_no_total()
    {
        await using var client = await Central.BootAsync("R-G4");
        await MeterAsync(client, null, string.Join(',', new[] { "L1", "L2", "L3" }.Select(phase => $$"""{"value":"3600","measurand":"Power.Active.Import","unit":"W","phase":"{{phase}}"}""")));
        Assert.Equal(10_800, Central.Snapshot("R-G4").Connector(1)!.PowerW);
    }

    [Fact]
    public async Task G5_phases_with_and_without_N_are_the_same()
    {
        await using var client = await Central.BootAsync("R-G5");
        await MeterAsync(client, null, """
            {"value":"16","measurand":"Current.Import","unit":"A","phase":"L1-N"},{"value":"15","measurand":"Current.Import","unit":"A","phase":"L2"},
            {"value":"230","measurand":"Voltage","unit":"V","phase":"L1"}
            """);
        var reading = Central.Snapshot("R-G5").Connector(1)!.Reading!;
        Assert.Equal((16d, 15d, 230d), (reading.CurrentL1A, reading.CurrentL2A, reading.VoltageL1V));
    }

    [Fact]
    public async Task G9_a_register_that_counts_from_the_start_is_the_energy()
    {
        await using var client = await Central.BootAsync("R-G9");
        var id = await StartAsync(client, 4_076_000);
        await MeterAsync(client, id, Register("500"));
        await MeterAsync(client, id, Register("900"));
        Assert.Equal(900, Central.Snapshot("R-G9").Connector(1)!.Transaction!.EnergyWh);
        await FindingAsync("R-G9", "G9");
        await StopAsync(client, id, -1);
        Assert.Equal(900, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task G10_a_register_of_0_is_kept_and_not_shown()
    {
        await using var client = await Central.BootAsync("R-G10");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Register("1500"));
        await MeterAsync(client, id, Register("0"));
        var connector = Central.Snapshot("R-G10").Connector(1)!;
        Assert.Equal((1500d, 500d), (connector.RegisterWh, connector.Transaction!.EnergyWh));
        await FindingAsync("R-G10", "G10");
    }

    [Fact]
    public async Task G11_registers_above_32_bits_make_energy()
    {
        await using var client = await Central.BootAsync("R-G11");
        var id = await StartAsync(client, 4_296_944_685);
        await MeterAsync(client, id, Register("4296945685"));
        Assert.Equal(1000, Central.Snapshot("R-G11").Connector(1)!.Transaction!.EnergyWh);
        await StopAsync(client, id, 4_296_946_685);
        Assert.Equal(2000, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task G12_padded_numbers_are_read_and_a_finding_many_digits_are_none()
    {
        await using var client = await Central.BootAsync("R-G12");
        await MeterAsync(client, null, Register("3058620.000") + """,{"value":"500.37957763671875","measurand":"Power.Active.Import","unit":"W"}""");
        var connector = Central.Snapshot("R-G12").Connector(1)!;
        Assert.Equal(3_058_620d, connector.RegisterWh);
        Assert.Equal(500.37957763671875, connector.PowerW!.Value, 9);
        Assert.Empty(Central.Snapshot("R-G12").Findings);
        await MeterAsync(client, null, """{"value":" 9.6","measurand":"Current.Import","unit":"A"},{"value":"230 ","measurand":"Voltage","unit":"V"}""");
        var reading = (await FindingAsync("R-G12", "G12")).Connector(1)!.Reading!;
        Assert.Equal((9.6, 230d), (reading.CurrentA, reading.VoltageV));
        Assert.DoesNotContain(Central.Snapshot("R-G12").Findings, finding => finding.Code != "G12");
    }

    [Fact]
    public async Task G13_G14_a_comma_is_read_and_what_is_no_number_is_passed_over_alone()
    {
        await using var client = await Central.BootAsync("R-G13");
        await MeterAsync(client, null, """{"value":"9,6","measurand":"Current.Import"},{"value":"nan","measurand":"Voltage"},""" + Register("5"));
        var connector = Central.Snapshot("R-G13").Connector(1)!;
        Assert.Equal((9.6, null, 5d), (connector.Reading!.CurrentA, connector.Reading.VoltageV, connector.RegisterWh));
        await FindingAsync("R-G13", "G13");
        await FindingAsync("R-G13", "G14");
    }

    [Fact]
    public async Task G15_signed_data_is_kept_as_text_and_counts_nowhere()
    {
        await using var client = await Central.BootAsync("R-G15");
        var id = await StartAsync(client);
        await StopAsync(client, id, 1250, more: $",\"transactionData\":[{{\"timestamp\":\"{Now}\",\"sampledValue\":[{{\"value\":\"OCMF|{{}}|{new string('x', 4000)}\",\"format\":\"SignedData\",\"context\":\"Transaction.End\"}}]}}]");
        Assert.Equal(250, (await TransactionAsync(id)).EnergyWh);
        var row = await Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == id).ToList()), rows => rows.Count == 1, "row");
        Assert.Contains("OCMF", row[0].OtherJson, StringComparison.Ordinal);
        Assert.False(Central.Snapshot("R-G15").HasFinding("G14"));
    }

    [Fact]
    public async Task G16_late_values_out_of_order_and_twice_are_kept_once_and_in_order()
    {
        await using var client = await Central.BootAsync("R-G16");
        var start = Central.Time.GetUtcNow().AddMinutes(-20);
        var id = await StartAsync(client, at: start);
        var values = $$"""{"connectorId":1,"transactionId":{{id}},"meterValue":[{{Bucket(12, 1300)}},{{Bucket(4, 1100)}},{{Bucket(8, 1200)}}]}""";
        await client.CallForResultAsync("MeterValues", values);
        await client.CallForResultAsync("MeterValues", values);
        Assert.Equal(300, Central.Snapshot("R-G16").Connector(1)!.Transaction!.EnergyWh);
        var rows = await Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == id).OrderBy(m => m.Id).ToList()), rows => rows.Count > 0, "rows");
        Assert.Equal([1100d, 1200d, 1300d], rows.Select(row => row.EnergyWh!.Value));
        await FindingAsync("R-G16", "G16");

        string Bucket(int minute, int register) => $$"""{"timestamp":"{{Stamp(start.AddMinutes(minute))}}","sampledValue":[{{Register(register.ToString(System.Globalization.CultureInfo.InvariantCulture))}}]}""";
    }

    [Fact]
    public async Task G17_values_of_1_5_are_read()
    {
        await using var client = await Central.BootAsync("R-G17");
        await client.CallForResultAsync("MeterValues", $$"""{"connectorId":1,"values":[{"timestamp":"{{Now}}","values":[{"value":"123"}]}]}""");
        Assert.Equal(3, (await client.CallAsync("MeterValues", $$"""{"connectorId":1,"meterValue":[{"timestamp":"{{Now}}","values":[{"value":"124"}]}]}"""))[0].GetInt32());
        Assert.Equal(124, Central.Snapshot("R-G17").Connector(1)!.RegisterWh);
        await FindingAsync("R-G17", "G17");
    }

    [Fact]
    public async Task G18_values_without_an_id_belong_to_the_transaction_of_their_time()
    {
        await using var client = await Central.BootAsync("R-G18");
        var start = Central.Time.GetUtcNow().AddHours(-2);
        var past = await StartAsync(client, at: start);
        await StopAsync(client, past, 2000, start.AddHours(1));
        await MeterAsync(client, null, Register("1500"), at: start.AddMinutes(30));
        var running = await StartAsync(client, 2000);
        await MeterAsync(client, null, Register("2100"));
        var rows = await Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == past || m.TransactionId == running).OrderBy(m => m.Id).ToList()), rows => rows.Count == 2, "rows");
        Assert.Equal([past, running], rows.Select(row => row.TransactionId!.Value));
    }

    [Fact]
    public async Task G19_gauges_are_zero_after_the_stop_and_power_while_suspended_is_noted()
    {
        await using var client = await Central.BootAsync("R-G19");
        var id = await StartAsync(client);
        await StatusAsync(client, "SuspendedEVSE");
        await MeterAsync(client, id, Power("7000") + """,{"value":"30","measurand":"Current.Import","unit":"A"}""");
        await FindingAsync("R-G19", "G19");
        await StopAsync(client, id, 1500);
        var connector = Central.Snapshot("R-G19").Connector(1)!;
        Assert.Equal((null, null), (connector.PowerW, connector.Reading!.CurrentA));
    }

    [Fact]
    public async Task G20_the_first_state_of_charge_is_the_one_of_the_start()
    {
        await using var client = await Central.BootAsync("R-G20");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Register("1000"));
        foreach (var soc in new[] { "31", "40" }) await MeterAsync(client, id, $$"""{"value":"{{soc}}","measurand":"SoC","unit":"Percent"}""");
        var transaction = Central.Snapshot("R-G20").Connector(1)!.Transaction!;
        Assert.Equal((31d, 40d), (transaction.StartStateOfCharge, transaction.StateOfCharge));
    }

    [Fact]
    public async Task H1_connector_0_is_the_charge_point_itself()
    {
        await using var client = await Central.BootAsync("R-H1");
        await StatusAsync(client, "Charging", connector: 0);
        Assert.Empty(Central.Snapshot("R-H1").RealConnectors);
        Assert.True(Central.Snapshot("R-H1").Connector(0)!.IsCharging);
    }

    [Fact]
    public async Task H2_connectors_come_as_they_are_reported_up_to_64()
    {
        await using var client = await Central.BootAsync("R-H2");
        foreach (var connector in new[] { 11, 3, 4 }) await StatusAsync(client, "Available", connector);
        Assert.Equal([3, 4, 11], Central.Snapshot("R-H2").RealConnectors.Select(connector => connector.Id));
        for (var connector = 100; connector < 170; connector++) await StatusAsync(client, "Available", connector);
        Assert.Equal(64, (await FindingAsync("R-H2", "H2")).Connectors.Length);
    }

    [Fact]
    public async Task H3_a_number_of_connectors_from_stray_memory_makes_none()
    {
        await using var client = await Central.BootAsync("R-H3");
        await StatusAsync(client, "Available");
        var reading = Central.Get<OcppDashboard.Features.ChargePointConfiguration.ConfigurationReader>().ReadAllAsync("R-H3", "test", CancellationToken.None);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"NumberOfConnectors","readonly":true,"value":"1850027108"}]}""");
        await reading;
        Assert.Single(Central.Snapshot("R-H3").Connectors);
    }

    [Fact]
    public async Task H4_faulted_without_an_error_is_a_fault_and_noted()
    {
        await using var client = await Central.BootAsync("R-H4");
        await StatusAsync(client, "Faulted");
        Assert.True((await FindingAsync("R-H4", "H4")).Connector(1)!.IsFaulted);
    }

    [Fact]
    public async Task H5_a_fault_of_the_whole_is_not_one_of_its_connector()
    {
        await using var client = await Central.BootAsync("R-H5");
        await StatusAsync(client, "Available");
        await StatusAsync(client, "Faulted", connector: 0);
        Assert.Equal((true, false), (Central.Snapshot("R-H5").Connector(0)!.IsFaulted, Central.Snapshot("R-H5").Connector(1)!.IsFaulted));
    }

    [Fact]
    public async Task H6_without_a_status_nothing_is_made_up_and_a_trigger_brings_it()
    {
        await using var client = await Central.BootAsync("R-H6");
        await client.CallForResultAsync("Heartbeat");
        Assert.Empty(Central.Snapshot("R-H6").Connectors);
        Central.Start("R-H6", "TriggerMessage", """{"requestedMessage":"StatusNotification"}""");
        await client.AnswerAsync("TriggerMessage", """{"status":"Accepted"}""");
        await StatusAsync(client, "Preparing");
        Assert.Equal("Preparing", Central.Snapshot("R-H6").Connector(1)!.Status.Text);
    }

    [Fact]
    public async Task H7_the_same_status_again_is_kept_once()
    {
        await using var client = await Central.BootAsync("R-H7");
        for (var i = 0; i < 4; i++) await StatusAsync(client, "Available");
        await StatusAsync(client, "Preparing");
        var rows = await Central.ReadAsync(db => Task.FromResult(db.Statuses.Where(s => db.ChargePoints.Any(c => c.Key == s.ChargePointKey && c.Id == "R-H7")).Select(s => s.Status).ToList()), rows => rows.Count >= 2, "statuses");
        Assert.Equal(["Available", "Preparing"], rows);
    }
}
