using System.Collections.Concurrent;
using ResidentAssistant.Messaging;
using ResidentAssistant.Messaging.ToStaff;

namespace ResidentAssistant.Tests.Messaging.ToStaff;

/// <summary>A way to colleagues that notes what it is given and answers as told.</summary>
internal sealed class StandInWay(string name, params string[] groups) : IStaffWay
{
    public string Name => name;

    public bool Ready { get; set; } = true;

    public IReadOnlyList<string> Groups => groups;

    /// <summary>Every call with its target and messages.</summary>
    public ConcurrentQueue<(string Target, IReadOnlyList<StaffMessage> Messages)> Calls { get; } = new();

    /// <summary>What the next calls come to.</summary>
    public Func<IReadOnlyList<StaffMessage>, Task<StaffSent>> Answer { get; set; } = messages => Task.FromResult(new StaffSent(new SendResult.Sent("p"), $"code-{messages[0].Id:N}"));

    public IReadOnlyList<Pace> PacesOf(string target, StaffWords words) => words is StaffWords.Change ? [] : [new($"{name}-minute", target, 20, TimeSpan.FromMinutes(1))];

    public Task<StaffSent> SendAsync(string target, IReadOnlyList<StaffMessage> messages, CancellationToken ct)
    {
        Calls.Enqueue((target, messages));
        return Answer(messages);
    }
}
