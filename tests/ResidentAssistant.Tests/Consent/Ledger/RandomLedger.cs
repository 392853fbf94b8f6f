using ResidentAssistant.Consent.Ledger;

namespace ResidentAssistant.Tests.Consent.Ledger;

/// <summary>A made-up building whose register and log change at random, from a fixed seed; beside the log it keeps, by other means, who has signed.</summary>
internal sealed class RandomLedger(int seed)
{
    private static readonly string[] Words = ["agree", "refuse", "undecided", "conditional", "withdrawn", "disputed", "disputed:agree", "disputed:refuse"];
    private static readonly string[] Acts = [LedgerKinds.Printed, LedgerKinds.Signed, LedgerKinds.Signed, LedgerKinds.Signed, LedgerKinds.Withdrawn, LedgerKinds.Superseded, LedgerKinds.Expired,
        LedgerKinds.Again, LedgerKinds.Settled, LedgerKinds.Closed, LedgerKinds.Reopened];
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    private readonly Random random = new(seed);
    private readonly Dictionary<Pair, Guid> signed = [];
    private readonly Dictionary<Pair, Guid> newest = [];
    private readonly HashSet<Guid> entered = [];

    /// <summary>The log so far.</summary>
    public List<LedgerEntry> Log { get; } = [];

    /// <summary>The flats on each riser, as imports leave them.</summary>
    public Dictionary<Guid, HashSet<Guid>> Risers { get; } = [];

    /// <summary>The risers of each unit, as merges leave them.</summary>
    public List<HashSet<Guid>> Units { get; } = [];

    /// <summary>Pairs that have a signed, unwithdrawn application, kept by a second way of counting.</summary>
    public bool HasSigned(Pair pair) => signed.ContainsKey(pair);

    /// <summary>All pairs of a unit as the register stands.</summary>
    public IReadOnlyList<Pair> PairsOf(HashSet<Guid> unit) => [.. unit.SelectMany(r => Risers[r].Select(h => new Pair(r, h)))];

    /// <summary>Lives through that many random events.</summary>
    public RandomLedger Live(int events, bool chatOnly = false)
    {
        var flats = Enumerable.Range(0, 5).Select(_ => NewId()).ToArray();
        for (var i = 0; i < 3; i++)
        {
            var riser = NewId();
            Risers[riser] = [.. flats.Where(_ => random.Next(3) > 0)];
            Units.Add([riser]);
        }

        for (var i = 0; i < events; i++)
        {
            var riser = Risers.Keys.ElementAt(random.Next(Risers.Count));
            var pair = new Pair(riser, flats[random.Next(flats.Length)]);
            switch (chatOnly ? 0 : random.Next(12))
            {
                case < 4: Say(pair, Words[random.Next(Words.Length)]); break;
                case < 9: Act(pair, Acts[random.Next(Acts.Length)]); break;
                case 9: Import(riser, pair.HouseholdId); break;
                case 10 when Units.Count > 1: Merge(); break;
                case 11 when random.Next(4) == 0: Enter(riser); break;
                default: Say(pair, "agree"); break;
            }
        }

        return this;
    }

    /// <summary>The log in another order, with rows that come twice.</summary>
    public List<LedgerEntry> Shuffled()
    {
        var rows = Log.Concat(Log.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(rows);
        return [.. rows];
    }

    private void Say(Pair pair, string answer)
    {
        Add(pair, LedgerKinds.Said + answer.Split(':')[0], null, answer.Split(':') is [_, var said] ? said : null);
        if (answer is "refuse" or "withdrawn" or "disputed:refuse" && !entered.Contains(pair.RiserId)) signed.Remove(pair);
    }

    private void Act(Pair pair, string kind)
    {
        var known = newest.GetValueOrDefault(pair);
        var application = kind is LedgerKinds.Printed or LedgerKinds.Signed ? NewId() : known == Guid.Empty || random.Next(5) == 0 ? NewId() : known;
        Add(pair, kind, kind is LedgerKinds.Settled or LedgerKinds.Closed or LedgerKinds.Reopened ? null : application);
        if (kind is LedgerKinds.Printed && !signed.ContainsKey(pair) || kind is LedgerKinds.Signed) newest[pair] = application;
        if (kind is LedgerKinds.Signed) signed[pair] = application;
        else if (kind is LedgerKinds.Superseded or LedgerKinds.Expired or LedgerKinds.Again || kind is LedgerKinds.Withdrawn && !entered.Contains(pair.RiserId))
        {
            if (signed.TryGetValue(pair, out var holds) && holds == application) signed.Remove(pair);
        }
    }

    private void Import(Guid riser, Guid household)
    {
        if (!Risers[riser].Remove(household)) Risers[riser].Add(household);
    }

    private void Merge()
    {
        var (one, other) = (Units[0], Units[^1]);
        one.UnionWith(other);
        Units.Remove(other);
    }

    private void Enter(Guid riser)
    {
        entered.Add(riser);
        Add(new Pair(riser, Guid.Empty), LedgerKinds.Entered, null);
    }

    private void Add(Pair pair, string kind, Guid? application, string? said = null) => Log.Add(new LedgerEntry
    {
        Id = NewId(), RiserId = pair.RiserId, HouseholdId = pair.HouseholdId == Guid.Empty ? null : pair.HouseholdId, Kind = kind, ApplicationId = application,
        Reference = application is null ? null : "A-0001", Answer = kind == LedgerKinds.Settled ? Words[random.Next(3)] : said, RecordedAt = Start.AddSeconds(Log.Count),
    });

    private Guid NewId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
