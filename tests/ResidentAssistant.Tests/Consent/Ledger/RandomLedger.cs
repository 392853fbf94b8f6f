using ResidentAssistant.Consent.Ledger;

namespace ResidentAssistant.Tests.Consent.Ledger;

/// <summary>A made-up building whose register and log change at random, from a fixed seed; beside the log it keeps, by other means, who has signed.</summary>
internal sealed class RandomLedger(int seed)
{
    private static readonly string[] Words = ["agree", "refuse", "undecided", "conditional", "withdrawn", "disputed", "disputed:agree", "disputed:refuse", "disputed:withdrawn"];
    private static readonly string[] Findings = ["agree", "refuse", "undecided", "none"];
    private static readonly string[] Acts = [LedgerKinds.Printed, LedgerKinds.Signed, LedgerKinds.Signed, LedgerKinds.Signed, LedgerKinds.Withdrawn, LedgerKinds.Superseded, LedgerKinds.Expired,
        LedgerKinds.Again, LedgerKinds.Settled, LedgerKinds.LateSettled, LedgerKinds.Closed, LedgerKinds.Reopened];
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    private readonly Random random = new(seed);
    private readonly Dictionary<Pair, Guid> signed = [];
    private readonly Dictionary<Pair, Guid> newest = [];
    private Guid[] flats = [];
    private readonly HashSet<Guid> entered = [];
    private readonly HashSet<(Pair, Guid)> ended = [];

    /// <summary>How often somebody tried to sign a paper that had been ended.</summary>
    public int TriedAgain { get; private set; }

    /// <summary>How many signed papers new disclosures sent back.</summary>
    public int Disclosed { get; private set; }

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
        if (flats.Length == 0) flats = [.. Enumerable.Range(0, 5).Select(_ => NewId())];
        for (var i = Risers.Count; i < 3; i++)
        {
            var riser = NewId();
            Risers[riser] = [.. flats.Where(_ => random.Next(3) > 0)];
            Units.Add([riser]);
        }

        for (var i = 0; i < events; i++)
        {
            var riser = Risers.Keys.ElementAt(random.Next(Risers.Count));
            var pair = new Pair(riser, flats[random.Next(flats.Length)]);
            switch (chatOnly ? 0 : random.Next(13))
            {
                case < 4: Say(pair, Words[random.Next(Words.Length)]); break;
                case < 9: Act(pair, Acts[random.Next(Acts.Length)]); break;
                case 9: Import(riser, pair.HouseholdId); break;
                case 10 when Units.Count > 1: Merge(); break;
                case 11 when random.Next(4) == 0: Enter(riser); break;
                case 12 when random.Next(4) == 0: Disclose(riser); break;
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
        if (answer is "refuse" or "withdrawn" or "disputed:refuse" or "disputed:withdrawn") Close(pair);
    }

    // A no or a withdrawal: before the works have entered it ends the paper that is signed.
    private void Close(Pair pair)
    {
        if (!entered.Contains(pair.RiserId) && signed.Remove(pair, out var held)) ended.Add((pair, held));
    }

    // A material change of what is told: whoever has signed on the riser signs again.
    private void Disclose(Guid riser)
    {
        foreach (var (pair, held) in signed.Where(s => s.Key.RiserId == riser).ToList())
        {
            Disclosed++;
            Add(pair, LedgerKinds.Again, held);
            signed.Remove(pair);
            ended.Add((pair, held));
        }
    }

    private void Act(Pair pair, string kind)
    {
        var known = newest.GetValueOrDefault(pair);
        var isNew = kind is LedgerKinds.Printed || known == Guid.Empty || random.Next(kind is LedgerKinds.Signed ? 2 : 5) == 0;
        // Somebody takes a paper out of the drawer that no longer counts.
        var old = kind is LedgerKinds.Signed && random.Next(4) > 0 ? ended.Where(e => e.Item1 == pair).Select(e => e.Item2).ToArray() : [];
        var application = old.Length > 0 ? old[random.Next(old.Length)] : isNew ? NewId() : known;
        var finding = kind is LedgerKinds.Settled ? Findings[random.Next(Findings.Length)] : null;
        Add(pair, kind, kind is LedgerKinds.Settled or LedgerKinds.LateSettled or LedgerKinds.Closed or LedgerKinds.Reopened ? null : application, finding);
        if (finding == "refuse") Close(pair);
        if (kind is LedgerKinds.Printed && !signed.ContainsKey(pair)) newest[pair] = application;
        if (kind is LedgerKinds.Signed) Sign(pair, application);
        else if (signed.TryGetValue(pair, out var holds) && holds == application)
        {
            if (kind is LedgerKinds.Withdrawn) Close(pair);
            if (kind is (LedgerKinds.Superseded or LedgerKinds.Expired or LedgerKinds.Again) && signed.Remove(pair)) ended.Add((pair, application));
        }

        // A paper that waits for its signature is called off in one way only.
        if (kind is LedgerKinds.Superseded && application == newest.GetValueOrDefault(pair)) ended.Add((pair, application));
    }

    private void Sign(Pair pair, Guid application)
    {
        if (ended.Contains((pair, application)))
        {
            TriedAgain++;
            return;
        }

        if (signed.TryGetValue(pair, out var former) && former != application) ended.Add((pair, former));
        (signed[pair], newest[pair]) = (application, application);
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
        Reference = application is null ? null : "A-0001", Answer = said, RecordedAt = Start.AddSeconds(Log.Count),
    });

    private Guid NewId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
