using ResidentAssistant.Messaging;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom.Robots;

/// <summary>The robots of duty groups: they say what is urgent and mention everybody; nobody can answer them.</summary>
internal sealed class GroupRobotChannel(WeComSettings settings, WeComHttp http) : IStaffWay
{
    private const string Quota = "robot-minute";

    private readonly Dictionary<string, GroupRobot> robots =
        settings.Robots.ToDictionary(r => r.Key, r => new GroupRobot(http.Invoker, settings.Api, r.Value), StringComparer.Ordinal);

    /// <inheritdoc />
    public string Name => StaffWays.Robot;

    /// <inheritdoc />
    public bool Ready => true;

    /// <inheritdoc />
    public IReadOnlyList<string> Groups => [.. robots.Keys];

    /// <inheritdoc />
    public IReadOnlyList<Pace> PacesOf(string target, StaffWords words) => [new(Quota, target, 20, TimeSpan.FromMinutes(1))];

    /// <inheritdoc />
    public async Task<StaffSent> SendAsync(string target, IReadOnlyList<StaffMessage> messages, CancellationToken ct)
    {
        if (!robots.TryGetValue(target, out var robot)) return new StaffSent(new SendResult.Stopped("robot-unknown"));
        if (messages.Any(m => m.Words is not StaffWords.Page)) return new StaffSent(new SendResult.Stopped("robot-says-pages"));
        try
        {
            await robot.SendTextAsync(PageWriting.Text([.. messages.Select(m => (StaffWords.Page)m.Words)], 2048), ["@all"], null, ct);
            return new StaffSent(new SendResult.Sent());
        }
        catch (WeComException refusal)
        {
            // A robot has no check for repetitions: after a lost answer the group rather reads it twice than never.
            return new StaffSent(StaffRefusals.Of(refusal, Quota));
        }
    }
}
