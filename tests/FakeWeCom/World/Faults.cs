namespace FakeWeCom.World;

/// <summary>What goes wrong on demand: calls that hang, fail or lose their answer, tokens withdrawn, callbacks lost, doubled or shuffled.</summary>
internal sealed class Faults(Corp corp)
{
    private readonly List<Fault> faults = [];

    /// <summary>A fault for calls of this path (null: every call), so many times or for so long.</summary>
    public void Add(Fault fault)
    {
        lock (corp.Sync) faults.Add(fault with { Ends = fault.For is { } span ? corp.Now + span : null });
    }

    /// <summary>Calls get no answer and have no effect until the time is over.</summary>
    public void Hang(TimeSpan span, string? path = null) => Add(new(FaultKind.Hang) { Path = path, For = span });

    /// <summary>HTTP 500 without effect.</summary>
    public void Fail(TimeSpan span, string? path = null) => Add(new(FaultKind.Fail) { Path = path, For = span });

    /// <summary>HTTP 500 without effect, so many times.</summary>
    public void Fail(int times, string? path = null) => Add(new(FaultKind.Fail) { Path = path, Times = times });

    /// <summary>The call has its effect, then the connection breaks.</summary>
    public void LoseAnswer(int times = 1, string? path = null) => Add(new(FaultKind.LoseAnswer) { Path = path, Times = times });

    /// <summary>The call is refused with this errcode, without effect.</summary>
    public void Refuse(int code, int times = 1, string? path = null) => Add(new(FaultKind.Refuse) { Path = path, Times = times, Code = code });

    /// <summary>Ends all of them; what hangs is let go.</summary>
    public void Clear()
    {
        lock (corp.Sync) faults.Clear();
        DropCallbacks = 0;
        DoubleCallbacks = 0;
        corp.Changes.Tell();
    }

    /// <summary>The vendor withdraws all tokens before their time.</summary>
    public void RevokeTokens()
    {
        lock (corp.Sync)
            foreach (var token in corp.Tokens.Values) token.Revoked = true;
    }

    /// <summary>The next callbacks that are never sent.</summary>
    public int DropCallbacks { get; set; }

    /// <summary>The next callbacks that are sent twice.</summary>
    public int DoubleCallbacks { get; set; }

    /// <summary>Callbacks wait until they are let go.</summary>
    public void HoldCallbacks() => corp.Mail.Hold();

    /// <summary>Lets them go, the last first if wanted.</summary>
    public void ReleaseCallbacks(bool reversed = false) => corp.Mail.Release(reversed);

    /// <summary>The fault that this call meets, if any; it is used up by it. Whoever asks holds the lock.</summary>
    public Fault? Meet(string path)
    {
        faults.RemoveAll(fault => fault.Times <= 0 || fault.Ends <= corp.Now);
        var index = faults.FindIndex(fault => fault.Path is null || fault.Path == path);
        if (index < 0) return null;
        var met = faults[index];
        if (met.Ends is null) faults[index] = met with { Times = met.Times - 1 };
        return met;
    }

    /// <summary>Whether this one still lasts.</summary>
    public bool Lasts(Fault fault)
    {
        lock (corp.Sync) return faults.Any(f => f.Id == fault.Id) && (fault.Ends is null || fault.Ends > corp.Now);
    }
}

/// <summary>One fault.</summary>
internal sealed record Fault(FaultKind Kind)
{
    public string? Path { get; init; }

    public int Times { get; init; } = 1;

    public TimeSpan? For { get; init; }

    public int Code { get; init; } = -1;

    public DateTimeOffset? Ends { get; init; }

    /// <summary>One and the same fault while its times are counted down.</summary>
    public Guid Id { get; } = Guid.NewGuid();
}

/// <summary>How a call goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>No answer and no effect while it lasts.</summary>
    Hang,

    /// <summary>HTTP 500, no effect.</summary>
    Fail,

    /// <summary>The connection breaks, no effect.</summary>
    Break,

    /// <summary>An errcode, no effect.</summary>
    Refuse,

    /// <summary>The effect, then the connection breaks.</summary>
    LoseAnswer,

    /// <summary>The effect, then HTTP 500.</summary>
    FailAfter,

    /// <summary>The effect, then silence until the caller leaves.</summary>
    HangAfter,
}
