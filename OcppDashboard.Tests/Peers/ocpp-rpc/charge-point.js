'use strict';
// A charge point of the npm package ocpp-rpc in strict mode: whatever is against the schemas of OCPP 1.6, in either direction, is a violation.
const { RPCClient } = require('ocpp-rpc');
const assert = require('node:assert/strict');
const readline = require('node:readline');
const { setImmediate } = require('node:timers/promises');

const answers = readline.createInterface({ input: process.stdin });

/** What the test that started this process is asked for: a line of JSON. It answers some of them with a line. */
function say(line) {
    process.stdout.write(JSON.stringify(line) + '\n');
}

class ChargePoint {
    constructor(endpoint, identity) {
        Object.assign(this, { endpoint, identity, violations: [], calls: 0, taken: 0, waiting: new Map(), ahead: 0 });
        this.violated = new Promise(resolve => { this.end = resolve; });
    }

    /** One is enough: the day ends. */
    violation(text) {
        this.violations.push(text);
        this.end();
    }

    /** A moment of the day that is played, as OCPP writes it. */
    at(minutesAgo = 0) {
        return new Date(Date.now() + this.ahead - minutesAgo * 60_000).toISOString();
    }

    async connect() {
        this.client = new RPCClient({ endpoint: this.endpoint, identity: this.identity, protocols: ['ocpp1.6'], strictMode: true, reconnect: false, pingIntervalMs: 0 });
        this.client.on('strictValidationFailure', event => this.violation(
            `${event.outbound ? 'sent' : 'received'} ${event.isCall ? 'CALL' : 'CALLRESULT'} ${event.method}: ${event.error.message} ${JSON.stringify(event.error.details ?? {})}`));
        for (const name of ['badMessage', 'rpcError']) this.client.on(name, event => this.violation(`${name}: ${event?.error?.message ?? JSON.stringify(event)}`));
        this.client.handle(({ method, params }) => {
            const take = this.waiting.get(method);
            if (!take) {
                this.violation(`${method} that nobody asked for: ${JSON.stringify(params)}`);
                throw new Error('not expected');
            }
            this.waiting.delete(method);
            this.taken++;
            return take(params);
        });
        await this.client.connect();
        assert.equal(this.client.protocol, 'ocpp1.6');
    }

    /** Ends the connection as a network does. */
    async disconnect() {
        await this.client.close({ force: true });
    }

    async call(action, payload = {}) {
        this.calls++;
        return await this.client.call(action, payload);
    }

    /** A call whose answer has no members. */
    async tell(action, payload) {
        assert.deepEqual(await this.call(action, payload), {});
    }

    status(connectorId, status, errorCode = 'NoError') {
        return this.tell('StatusNotification', { connectorId, errorCode, status, timestamp: this.at() });
    }

    async boot(firmwareVersion) {
        const answer = await this.call('BootNotification', {
            chargePointVendor: 'Npm', chargePointModel: 'ocpp-rpc', chargePointSerialNumber: 'NPM-1', firmwareVersion, meterType: 'M', meterSerialNumber: 'M-1',
        });
        assert.equal(answer.status, 'Accepted');
        assert.ok(answer.interval > 0);
        for (const connector of [0, 1, 2]) await this.status(connector, 'Available');
    }

    /** An operator's command: exactly this payload must arrive; then it is answered. */
    async operator(action, payload, answer) {
        const arrived = new Promise(resolve => this.waiting.set(action, params => {
            resolve(params);
            return answer;
        }));
        say({ operator: action, payload });
        assert.deepEqual(await arrived, payload);
        await setImmediate(); // the answer leaves first
    }

    /** The day goes on, with a heartbeat every five minutes while connected. */
    async pass(minutes, online = true) {
        for (let left = minutes; left > 0; left -= 5) {
            const step = Math.min(left, 5);
            say({ passMinutes: step });
            await new Promise(resolve => answers.once('line', resolve));
            this.ahead += step * 60_000;
            if (!online) continue;
            const { currentTime } = await this.call('Heartbeat');
            assert.ok(Math.abs(new Date(currentTime) - new Date(this.at())) < 60_000, `the server's clock says ${currentTime}, ours ${this.at()}`);
        }
    }
}

module.exports = { ChargePoint, say };
