namespace OcppDashboard.State;

// Connections, boots, frames and values: rows A to D.
public static partial class FindingKinds
{
    private static FindingKind[] Handshakes =>
    [
        new("A1", "Connects without offering a sub-protocol", "The handshake must offer Sec-WebSocket-Protocol: ocpp1.6 (OCPP-J 1.6, 3.1).", "no sub-protocol was offered"),
        new("A2", "Spells the sub-protocol in its own way", "The token is ocpp1.6, in small letters.", "the sub-protocol is spelled in another way than ocpp1.6"),
        new("A4", "Boots as OCPP 2.0.1 does", "Set the charge point to OCPP 1.6 JSON: it speaks another version over this connection.", "the boot notification is one of OCPP 2.0.1"),
        new("A8", "Puts a whole address into the request line", "The request line holds the path alone (RFC 9112, 3.2.1).", "the request line holds a whole address"),
        new("A9", "Puts too many slashes into the path", "The path is the configured address and the identity with one slash between.", "the path has slashes too many"),
        new("A11", "Puts further segments before its identity", "Configure the address without the identity where the charge point adds it itself.", "the path has segments too many"),
        new("A12", "Writes its identity in changing ways", "One spelling of the identity, as it was first seen, without blanks around it.",
            "the identity came in another case than before", "the identity came with blanks around it or in another Unicode form"),
        new("A13", "Sends a password although none is set", "Set the same password here, or take it out of the charge point: as it is, it protects nothing.", "a password came although none is set"),
        new("A19", "Breaks the WebSocket protocol", "A frame had reserved bits, a wrong order or text that is not UTF-8; nothing of the kind is agreed in the handshake.", "it broke the WebSocket protocol"),
        new("B4", "Sends empty messages", "Nothing was asked and nothing is answered: a WebSocket ping, or a heartbeat, shows that it is there.", "an empty message"),
        new("B5", "Opens a second connection while the first is open", "Close the old connection first; with the same identity there is one connection.", "another connection with this identity is alive"),
        new("B7", "Does not answer commands although it sends", "The way to the charge point is broken: drop the connection, it comes back. When this repeats, look at the modem and its time outs.", "three commands in a row stayed unanswered"),
        new("B8", "Reconnects again and again", "Look at its network, and at the reason in the history; reconnects should back off.", "it connected ten times within ten minutes"),
        new("B10", "Drops the connection right after a start was answered", "It seems to stumble over a quick answer: set a reply delay of 1000 ms in its settings here, and ask for newer firmware.", "the connection ended within 3 s of the answer to a start"),
        new("B11", "Its connection is found dead only when something is sent", "A connection ends with a close frame, or at least the TCP connection does: look at its modem and at routers that forget connections; a shorter WebSocketPingInterval keeps them awake.", "sending failed: it was gone without a close frame", "it did not take a frame within 10 s"),
        new("C14", "Starts transactions before its boot was accepted", "Until its boot is accepted a charge point sends nothing but boots (4.2). The start was answered Invalid and kept, with the flag refused.", "a start before its boot was accepted"),
        new("C4", "Sends its boot again and again", "An accepted boot is sent once for each power up; look whether it can read our answer.", "a boot within 20 s of the one before"),
        new("C5", "Boots without vendor or model", "Both chargePointVendor and chargePointModel are required and not empty.", "vendor or model is missing"),
        new("C6", "Says more of itself at boot than the fields may hold", "Vendor and model have 20 characters, serial numbers 25, the firmware version 50.", "a text of the boot is longer than the specification allows"),
    ];

    private static FindingKind[] Frames =>
    [
        new("D3", "Sends frames that are not JSON", "The frame is cut off or broken; it was answered with FormationViolation or dropped.", "not readable as JSON…"),
        new("D4", "Leaves a value out of its JSON", "A member without a value is no JSON: leave the member out.", "repaired: a missing value read as null"),
        new("D5", "Puts a comma before the first element", "A list begins with its first element.", "repaired: a leading comma dropped"),
        new("D6", "Puts raw control bytes into texts", "Control characters in JSON are escaped; most often this is memory that is not its own.", "repaired: raw control bytes dropped"),
        new("D7", "Adds stray characters to an id tag", "The tag came back with characters that were never in it; at 20 characters the end of the text is missing in its memory.", "the id tag holds characters that are no text"),
        new("D8", "Puts several frames into one message", "One message is one frame.", "more than 64 frames in one text", "it came behind another frame in one message"),
        new("D10", "Sends half a character", "Texts are UTF-8.", "a text held half a character, kept as sent"),
        new("D11", "Sends binary messages", "OCPP-J sends text messages; the bytes were read as text.", "it came as a binary message"),
        new("D12", "Sends messages that are too large", "A message may have 1 MiB; split what is larger.", "it sent a message that is too large", "the message is larger than 1 MiB"),
        new("D13", "Sends what is no OCPP message", "A message is a JSON array that begins with 2, 3 or 4.", "not a JSON array", "the message type is not 2, 3 or 4", "no frame"),
        new("D14", "Leaves the UniqueId out or writes it as a number", "Each message carries the UniqueId of its CALL as text.", "the UniqueId is missing", "the UniqueId is no text", "the UniqueId came as a number"),
        new("D15", "Sends the same CALL twice on one connection", "A CALL that was answered is not sent again; each has a UniqueId of its own.", "sent again with the same id, the first answer is repeated"),
        new("D16", "Answers too late or what was not asked", "An answer belongs to a CALL and comes within its time out; later ones change nothing.", "an answer to no call of ours…", "the answer came after its deadline"),
        new("X26", "Writes the UniqueId of our CALL in another way", "A CALLRESULT carries the UniqueId of its CALL character by character, without padding and in the same case.", "the id of our CALL came back in another spelling"),
        new("D18", "Leaves the payload out", "A CALL has four elements and a CALLRESULT three; a payload without members is {}.", "the payload is missing"),
        new("D19", "Sends CALLERRORs in its own way", "A CALLERROR is [4, id, code, description, {details}] with a code of OCPP 1.6.", "a CALLERROR without all of its elements", "a CALLERROR with a code in the spelling of OCPP 2"),
        new("D20", "Sends members that OCPP 1.6 does not have, or the same one twice", "They were passed over: the schemas allow no further members, and other systems refuse the message. What is a vendor's own belongs into DataTransfer.", "a member that OCPP 1.6 does not have: …", "a member came twice in one object"),
        new("D21", "Sends null for what is absent", "Leave a member out that has no value: the schemas allow no null, and other systems refuse the message.", "null stood where a member is left out"),
        new("D22", "Mixes up numbers and texts", "Each member has its JSON type in the specification: texts in quotes, numbers without.",
            "a number came as text…", "a text came as a number", "a text came as a truth value", "a truth value stood where a number belongs",
            "a value stood where a number belongs and could not be read", "a text came as an object or a list, kept as JSON", "… came as something else than text, kept as JSON"),
        new("D23", "Writes true and false in its own way", "A truth value is true or false, without quotes.", "a truth value came as…"),
        new("D24", "Uses words that the specification does not list", "The word is shown as it came and means nothing here; enumerated members take the listed values only.", "… is not one of the …"),
        new("D25", "Uses units that the specification does not list", "Wh, W, A, V, Celsius, Percent and their like; others are read as plain numbers.", "a unit that the specification does not list"),
        new("D26", "Writes an empty text or \"null\" for nothing", "A member without a value is left out.", "an empty text stands for nothing", "the text null stands for nothing"),
        new("D27", "Sends longer texts than allowed", "info has 50 characters; longer explanations belong into vendor data.", "info is longer than 50 characters"),
        new("D28", "Sends id tags of more than 20 characters", "An idToken has at most 20 characters; other systems refuse longer ones and the message comes for ever.", "the id tag is longer than 20 characters"),
        new("D32", "Writes the bytes of id tags apart", "A UID is its hexadecimal digits alone, as cards are listed: 04A1B2C3. It was taken for the same card.", "the id tag is written with its bytes apart"),
        new("D29", "Answers with keys or values that are too long", "A configuration key has at most 50 characters, its value 500.", "a configuration key or value is longer than allowed"),
        new("D30", "Sends an action that OCPP 1.6 does not have", "It was answered NotImplemented; extensions of the vendor belong into DataTransfer.", "the action is not known"),
        new("D31", "Pads its texts with blanks or NUL", "A text ends where its last character is; the padding was taken off.", "a text is padded with blanks or NUL"),
        new("X1", "Puts one value where a list belongs, or the other way round", "The specification says which members are lists.", "one value stood where a list belongs", "a value in a list was passed over: it should be an object"),
        new("X2", "Sends a payload that cannot be read", "It was answered FormationViolation and its text kept: compare the frame with the schema of the action.", "the payload could not be read"),
        new("X3", "Sends an action that only a central system may send", "It was answered NotSupported.", "a charge point does not start this action"),
    ];
}
