using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace FakeWeCom.World;

/// <summary>All that came in and all that was delivered out, for those who check.</summary>
internal sealed class ReceivedLog
{
    private readonly ConcurrentQueue<ReceivedCall> calls = new();
    private readonly ConcurrentQueue<CallbackTry> tries = new();

    /// <summary>Calls to the vendor in their order.</summary>
    public IReadOnlyCollection<ReceivedCall> Calls => calls;

    /// <summary>Callbacks that were tried.</summary>
    public IReadOnlyCollection<CallbackTry> Callbacks => tries;

    /// <summary>Calls that the vendor does not have.</summary>
    public IEnumerable<ReceivedCall> Unknown => calls.Where(call => call.Status == 404);

    public void Add(ReceivedCall call) => calls.Enqueue(call);

    public void Add(CallbackTry attempt) => tries.Enqueue(attempt);

    /// <summary>Calls of one path, e.g. <c>kf/send_msg</c>.</summary>
    public IEnumerable<ReceivedCall> Of(string path) => calls.Where(call => call.Path == path);
}

/// <summary>One call: what was asked, and what was answered unless it still hangs.</summary>
internal sealed class ReceivedCall(DateTimeOffset at, string path, string query, JsonNode? body)
{
    public DateTimeOffset At { get; } = at;

    /// <summary>Without /cgi-bin/.</summary>
    public string Path { get; } = path;

    public string Query { get; } = query;

    public JsonNode? Body { get; } = body;

    public int Status { get; set; }

    public int ErrCode { get; set; }

    /// <summary>Whether the caller got no answer although the call had its effect.</summary>
    public bool AnswerLost { get; set; }

    /// <summary>Whether the caller went away while it hung; then it had no effect.</summary>
    public bool CallerLeft { get; set; }
}

/// <summary>One try to deliver a callback.</summary>
internal sealed record CallbackTry(DateTimeOffset At, string Url, string Plain, string Nonce, int Attempt, int? Status, string? Fault);
