using System.Collections.Concurrent;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>What this node has in hand, one lane a target: what arrives while a lane is busy goes on together when it is free.</summary>
internal sealed class StaffLanes
{
    private readonly ConcurrentDictionary<(string Way, string Target), Lane> lanes = new();
    private readonly ConcurrentDictionary<Guid, byte> inHand = new();

    /// <summary>True while the message is in hand here.</summary>
    public bool Holds(Guid id) => inHand.ContainsKey(id);

    /// <summary>Adds messages to their lane; <paramref name="send"/> takes all that wait in it, never twice at once, and does not throw.</summary>
    public void Post((string Way, string Target) key, IReadOnlyList<StaffLedger.Claim> claims, Func<(string Way, string Target), IReadOnlyList<StaffLedger.Claim>, Task> send)
    {
        foreach (var claim in claims) inHand[claim.Id] = 0;
        while (true)
        {
            var lane = lanes.GetOrAdd(key, _ => new Lane());
            lock (lane)
            {
                if (lane.Closed) continue;
                lane.Waiting.AddRange(claims);
                lane.Work ??= DrainAsync(key, lane, send);
                return;
            }
        }
    }

    /// <summary>Waits until nothing is in hand.</summary>
    public async Task EmptyAsync()
    {
        while (lanes.Values.Select(l => l.Work).FirstOrDefault(w => w is { IsCompleted: false }) is { } work) await work;
    }

    private async Task DrainAsync((string Way, string Target) key, Lane lane, Func<(string Way, string Target), IReadOnlyList<StaffLedger.Claim>, Task> send)
    {
        // The tick goes on at once; sending is on its own.
        await Task.Yield();
        while (true)
        {
            List<StaffLedger.Claim> claims;
            lock (lane)
            {
                if (lane.Waiting.Count == 0)
                {
                    lane.Closed = true;
                    lanes.TryRemove(new(key, lane));
                    return;
                }

                claims = [.. lane.Waiting];
                lane.Waiting.Clear();
            }

            await send(key, claims);
            foreach (var claim in claims) inHand.TryRemove(claim.Id, out _);
        }
    }

    private sealed class Lane
    {
        public List<StaffLedger.Claim> Waiting { get; } = [];

        public Task? Work { get; set; }

        public bool Closed { get; set; }
    }
}
