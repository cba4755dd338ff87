'use strict';
// A day at a charge point with two connectors, in some seconds: node day.js ws://host:port/ocpp IDENTITY
const { ChargePoint, say } = require('./charge-point.js');
const assert = require('node:assert/strict');

const chargePoint = new ChargePoint(process.argv[2], process.argv[3]);
const accepted = { status: 'Accepted' };
const hash = { hashAlgorithm: 'SHA256', issuerNameHash: 'aa11', issuerKeyHash: 'bb22', serialNumber: '01' };
const pem = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQmFzZTY0\n-----END CERTIFICATE-----\n';

const profile = (chargingProfileId, chargingProfilePurpose, more = {}) => ({
    chargingProfileId, ...more, stackLevel: 0, chargingProfilePurpose, chargingProfileKind: 'Absolute',
    chargingSchedule: { duration: 86400, startSchedule: chargePoint.at(), chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 16.0, numberPhases: 3 }, { startPeriod: 3600, limit: 8.1 }] },
});

const sample = (register, context = 'Sample.Periodic', minutesAgo = 0) => ({
    timestamp: chargePoint.at(minutesAgo),
    sampledValue: [
        { value: String(register), context, measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
        { value: '7.36', context, measurand: 'Power.Active.Import', unit: 'kW' },
        { value: '16.0', context, measurand: 'Current.Import', phase: 'L1', unit: 'A' },
        { value: '230.1', context, measurand: 'Voltage', phase: 'L1-N', unit: 'V' },
        { value: '41', context, measurand: 'SoC', unit: 'Percent' },
    ],
});

async function start(connectorId, idTag, meterStart, more = {}, minutesAgo = 0) {
    const { transactionId, idTagInfo } = await chargePoint.call('StartTransaction', { connectorId, idTag, meterStart, timestamp: chargePoint.at(minutesAgo), ...more });
    assert.equal(idTagInfo.status, 'Accepted');
    return transactionId;
}

const meter = (connectorId, transactionId, ...meterValue) => chargePoint.tell('MeterValues', { connectorId, transactionId, meterValue });

const stop = (transactionId, meterStop, reason, more = {}, minutesAgo = 0) =>
    chargePoint.call('StopTransaction', { transactionId, meterStop, timestamp: chargePoint.at(minutesAgo), reason, ...more });

async function authorize(idTag) {
    assert.equal((await chargePoint.call('Authorize', { idTag })).idTagInfo.status, 'Accepted');
}

async function morning() {
    await chargePoint.connect();
    await chargePoint.boot('1.0');
    await chargePoint.operator('GetConfiguration', {}, { configurationKey: [{ key: 'MeterValueSampleInterval', readonly: false, value: '60' }, { key: 'NumberOfConnectors', readonly: true, value: '2' }] });
    await chargePoint.operator('ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '900' }, accepted);
    await chargePoint.operator('GetConfiguration', { key: ['MeterValueSampleInterval', 'Nothing'] }, { configurationKey: [{ key: 'MeterValueSampleInterval', readonly: false, value: '900' }], unknownKey: ['Nothing'] });
    await chargePoint.operator('GetLocalListVersion', {}, { listVersion: 0 });
    await chargePoint.operator('SendLocalList', { listVersion: 1, localAuthorizationList: [{ idTag: 'LOCAL-1', idTagInfo: accepted }], updateType: 'Full' }, accepted);
    await chargePoint.operator('SendLocalList', { listVersion: 2, localAuthorizationList: [{ idTag: 'LOCAL-1' }, { idTag: 'LOCAL-2', idTagInfo: { expiryDate: '2040-01-01T00:00:00Z', parentIdTag: 'GROUP', status: 'Accepted' } }], updateType: 'Differential' }, accepted);
    await chargePoint.operator('GetLocalListVersion', {}, { listVersion: 2 });
    await chargePoint.operator('SetChargingProfile', { connectorId: 0, csChargingProfiles: profile(1, 'ChargePointMaxProfile') }, accepted);
    await chargePoint.operator('GetCompositeSchedule', { connectorId: 0, duration: 3600, chargingRateUnit: 'A' },
        { status: 'Accepted', connectorId: 0, scheduleStart: chargePoint.at(), chargingSchedule: { duration: 3600, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 16.0 }] } });
    await chargePoint.pass(60);

    // two vehicles at once: a card at connector 1, an operator at connector 2
    await chargePoint.status(1, 'Preparing');
    await authorize('CARD-1');
    const first = await start(1, 'CARD-1', 1000);
    await chargePoint.status(1, 'Charging');
    await chargePoint.status(2, 'Preparing');
    await chargePoint.operator('RemoteStartTransaction', { connectorId: 2, idTag: 'REMOTE-1', chargingProfile: profile(2, 'TxProfile') }, accepted);
    await authorize('REMOTE-1');
    const second = await start(2, 'REMOTE-1', 50000);
    await chargePoint.status(2, 'Charging');
    for (let quarter = 1; quarter <= 8; quarter++) {
        await chargePoint.pass(15);
        await meter(1, first, sample(1000 + 1500 * quarter));
        await meter(2, second, sample(50000 + 1500 * quarter));
    }
    await chargePoint.operator('RemoteStopTransaction', { transactionId: second }, accepted);
    await stop(second, 62500, 'Remote');
    await chargePoint.status(2, 'Finishing');
    await chargePoint.status(2, 'Available');
    await chargePoint.status(1, 'SuspendedEV');
    await stop(first, 13500, 'EVDisconnected', { idTag: 'CARD-1', transactionData: [sample(1000, 'Transaction.Begin', 120), sample(13500, 'Transaction.End')] });
    await chargePoint.status(1, 'Finishing');
    await chargePoint.status(1, 'Available');
}

async function noon() {
    await chargePoint.operator('TriggerMessage', { requestedMessage: 'StatusNotification', connectorId: 1 }, accepted);
    await chargePoint.status(1, 'Available');
    await chargePoint.operator('TriggerMessage', { requestedMessage: 'Heartbeat' }, accepted);
    await chargePoint.call('Heartbeat');
    await chargePoint.operator('ExtendedTriggerMessage', { requestedMessage: 'MeterValues', connectorId: 1 }, accepted);
    await chargePoint.tell('MeterValues', { connectorId: 1, meterValue: [sample(13500, 'Trigger')] });
    await chargePoint.operator('DataTransfer', { vendorId: 'npm', messageId: 'ask', data: '1' }, { status: 'Accepted', data: '2' });
    assert.equal((await chargePoint.call('DataTransfer', { vendorId: 'npm', messageId: 'tell', data: 'x' })).status, 'UnknownVendorId');
    await chargePoint.operator('ClearCache', {}, accepted);
    await chargePoint.operator('ChangeAvailability', { connectorId: 2, type: 'Inoperative' }, accepted);
    await chargePoint.status(2, 'Unavailable');
    await chargePoint.pass(60);
    await chargePoint.operator('ChangeAvailability', { connectorId: 2, type: 'Operative' }, accepted);
    await chargePoint.status(2, 'Available');
    await chargePoint.status(1, 'Faulted', 'GroundFailure');
    await chargePoint.operator('UnlockConnector', { connectorId: 1 }, { status: 'UnlockFailed' });
    await chargePoint.status(1, 'Available');

    // a reservation that is used, and one that is cancelled
    const expiryDate = chargePoint.at(-120);
    await chargePoint.operator('ReserveNow', { connectorId: 2, expiryDate, idTag: 'CARD-2', reservationId: 71 }, accepted);
    await chargePoint.status(2, 'Reserved');
    await chargePoint.operator('ReserveNow', { connectorId: 1, expiryDate, idTag: 'CARD-3', parentIdTag: 'GROUP', reservationId: 72 }, accepted);
    await chargePoint.status(1, 'Reserved');
    await chargePoint.operator('CancelReservation', { reservationId: 72 }, accepted);
    await chargePoint.status(1, 'Available');
    await chargePoint.pass(30);
    await authorize('CARD-2');
    await chargePoint.status(2, 'Preparing');
    const third = await start(2, 'CARD-2', 62500, { reservationId: 71 });
    await chargePoint.status(2, 'Charging');
    await chargePoint.operator('SetChargingProfile', { connectorId: 2, csChargingProfiles: profile(3, 'TxProfile', { transactionId: third }) }, accepted);
    await chargePoint.pass(60);
    await meter(2, third, sample(69500));
    await chargePoint.operator('ClearChargingProfile', { id: 3 }, accepted);
    return third;
}

/** The network is gone for three hours: one transaction goes on, another begins and ends; then all of it is told. */
async function afternoon(third) {
    await chargePoint.disconnect();
    await chargePoint.pass(180, false);
    await chargePoint.connect();
    await meter(2, third, sample(75000, 'Sample.Periodic', 120), sample(80000, 'Sample.Periodic', 60));
    const fourth = await start(1, 'CARD-4', 13500, {}, 150);
    await meter(1, fourth, sample(14500, 'Sample.Periodic', 120), sample(15500, 'Sample.Periodic', 100));
    await stop(fourth, 16000, 'Local', { idTag: 'CARD-4' }, 90);
    await chargePoint.status(1, 'Available');
    await chargePoint.status(2, 'Charging');
    await chargePoint.pass(30);
    await stop(third, 82500, 'Local', { idTag: 'CARD-2' });
    await chargePoint.status(2, 'Available');
}

async function evening() {
    await chargePoint.operator('GetDiagnostics', { location: 'http://10.0.0.1/up', retries: 1, retryInterval: 60 }, { fileName: 'day.log' });
    for (const status of ['Uploading', 'Uploaded']) await chargePoint.tell('DiagnosticsStatusNotification', { status });
    await chargePoint.operator('GetLog', { log: { remoteLocation: 'http://10.0.0.1/up' }, logType: 'SecurityLog', requestId: 5 }, { status: 'Accepted', filename: 'security.log' });
    for (const status of ['Uploading', 'Uploaded']) await chargePoint.tell('LogStatusNotification', { status, requestId: 5 });
    await chargePoint.tell('SecurityEventNotification', { type: 'SettingSystemTime', timestamp: chargePoint.at(), techInfo: 'by NTP' });
    await chargePoint.operator('InstallCertificate', { certificateType: 'CentralSystemRootCertificate', certificate: pem }, accepted);
    await chargePoint.operator('GetInstalledCertificateIds', { certificateType: 'CentralSystemRootCertificate' }, { certificateHashData: [hash], status: 'Accepted' });
    await chargePoint.operator('DeleteCertificate', { certificateHashData: hash }, accepted);
    assert.ok(['Accepted', 'Rejected'].includes((await chargePoint.call('SignCertificate', { csr: 'no certificate request' })).status));
    await chargePoint.operator('CertificateSigned', { certificateChain: pem }, { status: 'Rejected' });
    await chargePoint.operator('Reset', { type: 'Soft' }, accepted);
    await chargePoint.disconnect();
    await chargePoint.connect();
    await chargePoint.boot('1.0');
    await chargePoint.pass(60);
    await chargePoint.operator('UpdateFirmware', { location: 'http://10.0.0.1/fw', retrieveDate: chargePoint.at() }, {});
    for (const status of ['Downloading', 'Downloaded', 'Installing']) await chargePoint.tell('FirmwareStatusNotification', { status });
    await reboot('2.0');
    await chargePoint.tell('FirmwareStatusNotification', { status: 'Installed' });
    await chargePoint.operator('SignedUpdateFirmware', { requestId: 6, firmware: { location: 'http://10.0.0.1/fw', retrieveDateTime: chargePoint.at(), signingCertificate: pem, signature: 'c2lnbg==' } }, accepted);
    for (const status of ['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting']) await chargePoint.tell('SignedFirmwareStatusNotification', { status, requestId: 6 });
    await reboot('3.0');
    await chargePoint.tell('SignedFirmwareStatusNotification', { status: 'Installed', requestId: 6 });
    while (chargePoint.ahead < 24 * 3600_000) await chargePoint.pass(5); // night
}

async function reboot(firmware) {
    await chargePoint.disconnect();
    await chargePoint.connect();
    await chargePoint.boot(firmware);
}

async function day() {
    await morning();
    await afternoon(await noon());
    await evening();
    await chargePoint.client.close();
}

Promise.race([day().catch(error => chargePoint.violation(error.stack)), chargePoint.violated]).then(() => {
    say({ calls: chargePoint.calls, taken: chargePoint.taken, hours: chargePoint.ahead / 3600_000, violations: chargePoint.violations });
    process.exit(chargePoint.violations.length === 0 ? 0 : 1);
});
