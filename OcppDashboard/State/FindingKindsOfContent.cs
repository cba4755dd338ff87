namespace OcppDashboard.State;

// Times, transactions, readings and statuses: rows E to H.
public static partial class FindingKinds
{
    private static FindingKind[] Times =>
    [
        new("E1", "Sends times without a zone", "Times are UTC with Z (specification 3.16); without a zone nobody knows which hour is meant.", "a time came without its zone"),
        new("E2", "Marks its local time as UTC", "Its clock is whole half hours off: it writes the local time with a Z. Set the zone, or send UTC.", "its clock is off by whole half hours"),
        new("E3", "Sends times in another form", "They were read as they are plainly meant. The specification has 2026-05-12T10:30:00Z (3.16); other systems refuse other forms.",
            "a time came in another form than the specification's"),
        new("E4", "The clock is not set: the time of receipt is used", "Set the clock from the currentTime of our boot and heartbeat answers before stamping anything.", "the clock is not set"),
        new("E5", "Sends dates that do not exist", "The stamp cannot be read; the time of receipt is used.", "…is no point in time", "a time came in a form that is none"),
        new("E6", "Sends old states late", "The status was stamped long before it came, and was taken as the present one all the same. After an offline time only the present status is sent, with its own time.", "a status from more than 10 minutes ago"),
        new("E7", "Leaves a required time out", "timestamp is required in transactions and meter values; the time of receipt is used.", "the timestamp is missing"),
        new("E8", "Its clock is off by more than 2 minutes", "Set the clock from every heartbeat answer.", "its clock is off by more than 2 minutes"),
    ];

    private static FindingKind[] Transactions =>
    [
        new("F1", "Sends 0 as the transaction id while a transaction runs", "Meter values of a transaction carry its id.", "the transaction id is 0"),
        new("F2", "Sends a negative transaction id", "Leave transactionId out where there is no transaction.", "the transaction id is negative"),
        new("F4", "Sends a transaction id that was never given", "The readings were kept without a transaction; the id looks like stray memory.", "the transaction id was never given and nothing is charging"),
        new("F5", "Stops a transaction without its id", "The id of an offline start comes with our answer to it: the queued stop must take it. The transaction was found by tag and time.", "a stop without an id was matched"),
        new("F7", "Stops a transaction that was never started here", "It is kept as an orphan: without a start nobody can bill it. Starts and stops belong into one queue.", "a stop of no transaction that is known"),
        new("F8", "Stops a transaction twice with different values", "The first stop holds; an answered message must leave the queue.", "a second stop says something else"),
        new("F9", "Sends the same start again", "It got the same transaction id; an answered message must leave the queue.", "the same start again"),
        new("F10", "Starts anew without having stopped", "The transaction before was ended with its last register: after a power cut the stop must be sent with reason PowerLoss.", "a start while another transaction ran on the connector"),
        new("F13", "Uses transaction ids of its own", "The id in StartTransaction.conf is the one to use; its own is followed as an alias.", "the transaction id is another than the one given"),
        new("F12", "Stops a transaction that cannot be its own", "The stop names the id of a transaction that began later and is of another id tag or register: it was kept as an orphan and ended nothing. An older backup of this server that was restored may be why.", "a stop that cannot be of the transaction it names"),
        new("F15", "Sends registers that cannot be", "meterStop is not below meterStart and neither is negative; the energy is taken from the last good register.", "a register at start or stop that cannot be"),
        new("F17", "Writes the reason of a stop as its id tag", "Leave idTag out where nobody presented a card.", "the id tag is the reason of the stop"),
        new("F18", "Becomes Available before it stops the transaction", "StopTransaction comes first, or with the status.", "the connector became Available before the stop"),
        new("F19", "Never stops a transaction", "The end was inferred from what it told later: a free connector, or a boot without the transaction. Send StopTransaction for every start.", "no stop came"),
        new("F20", "Sends meter values after the stop", "They were kept with the ended transaction; closing readings belong into transactionData.", "meter values of a transaction that is over"),
        new("F21", "Goes on with a transaction that is not known here", "It was taken over with its id; its start never came.", "a running transaction was taken over"),
        new("F26", "Charges although the start was refused", "The start was not answered Accepted. Unless StopTransactionOnInvalidId is meant to be false, it stops then. What it took is kept with the flag refused.", "energy flows although the start was refused"),
        new("F22", "Sends 0 for no reservation", "Leave reservationId out.", "the reservation id is 0"),
    ];

    private static FindingKind[] Readings =>
    [
        new("F23", "Sends meter values without a reading", "Leave a meter value out that has no sampledValue; transactionData may be absent.", "a meter value without a reading"),
        new("G2", "Its register and its power do not fit together", "Energy and power differ by a factor of about 1000: most often kWh labelled Wh. Set the meter factor in its settings here until that is mended.", "energy and power differ by a factor of 100 or more"),
        new("G6", "Measures the whole on the neutral", "A total has no phase; N is the neutral conductor.", "a total stands on the neutral"),
        new("G9", "Counts energy from the start of the transaction", "Energy.Active.Import.Register is the meter's own register; what is counted from the start is an interval.", "the register counts from the start of the transaction"),
        new("G10", "Its energy register fell to 0", "The last one is shown and counted from, the 0 is kept. A register that is not read yet is left out.", "the energy register fell to 0", "the register at the start is 0 and was higher before"),
        new("G11", "Sends meter values of a transaction under another connector", "Meter values of a transaction have its connectorId; 0 is the main meter alone. They were taken as those of the transaction.", "meter values under another connector than their transaction's"),
        new("G12", "Puts blanks around numbers", "A value is the number alone, without blanks.", "a number with blanks around it"),
        new("G13", "Writes numbers with a comma", "Numbers have a point whatever the language of the device.", "a number with a comma"),
        new("G14", "Sends readings that are no numbers", "Leave a reading out that was not measured; the others were kept.", "a reading is no number"),
        new("G16", "Sends meter values out of order or twice", "They were put into order and kept once.", "meter values out of order", "meter values came twice"),
        new("G17", "Sends meter values as OCPP 1.5 does", "The member is called value.", "meter values under their name of OCPP 1.5"),
        new("G19", "Draws power while its status says that it does not", "The status follows the power: Charging when energy flows.", "power flows although the status says suspended"),
        new("G21", "Sends readings that cannot be", "More than a connector can deliver in the time, a state of charge outside of 0 to 100 %, negative power and the like. They are kept beside the others and count nowhere.",
            "a register beyond what can have been delivered", "a reading that cannot be"),
        new("G22", "Spells the words of readings in its own way", "They were understood. Measurands, contexts, phases, locations and formats are written as in the specification.", "a word of a reading in another spelling"),
        new("H2", "Reports more connectors than a charge point can have", "The further ones are not shown; ids count from 1.", "more connectors than a charge point can have"),
        new("H3", "Says that it has more connectors than can be", "NumberOfConnectors looks like stray memory; the connectors that report count.", "NumberOfConnectors is no possible number"),
        new("H4", "Is Faulted and names no error", "A fault comes with its error code.", "Faulted without an error code"),
        new("H6", "Sends no status after it connects", "After an accepted boot a StatusNotification follows for each connector; it had to be asked for.", "no status came after it connected"),
        new("I3", "Answers with keys that were not asked for", "GetConfiguration with keys is answered with these alone.", "keys that were not asked for"),
        new("K7", "Reports an upload or update twice or out of order", "Each state is reported once, in order.", "a file state again"),
    ];
}
