using FakeWeCom.World;

namespace FakeWeCom.Phones;

/// <summary>An internal group with a robot in it.</summary>
internal sealed class GroupPhone(Corp corp, Robot robot)
{
    public string Key => robot.Key;

    /// <summary>What the robot has said, the newest last.</summary>
    public IReadOnlyList<RobotMessage> Messages
    {
        get
        {
            lock (corp.Sync) return [.. robot.Messages];
        }
    }

    /// <summary>Somebody takes the robot out of the group.</summary>
    public void RemoveRobot()
    {
        lock (corp.Sync) robot.Removed = true;
    }

    /// <summary>Waits until the robot says these words.</summary>
    public async Task<RobotMessage> SeesAsync(string words, TimeSpan? within = null)
    {
        RobotMessage? found = null;
        await corp.Changes.UntilAsync(() => (found = Messages.LastOrDefault(m => m.Text.Contains(words, StringComparison.Ordinal))) is not null, $"{robot.Group} sees “{words}”; saw: {string.Join(" | ", Messages.Select(m => m.Text))}", within);
        return found!;
    }
}
