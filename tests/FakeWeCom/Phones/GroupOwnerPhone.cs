using FakeWeCom.World;

namespace FakeWeCom.Phones;

/// <summary>The WeCom of a member who owns customer groups: mass messages wait there for his tap.</summary>
internal sealed class GroupOwnerPhone(Corp corp, string userId)
{
    /// <summary>Makes a group of his, or finds it.</summary>
    public CustomerGroup Group(string chatId, string name)
    {
        lock (corp.Sync)
        {
            if (!corp.Groups.TryGetValue(chatId, out var group)) corp.Groups[chatId] = group = new CustomerGroup(chatId, name, userId);
            return group;
        }
    }

    /// <summary>Mass messages that wait for his tap.</summary>
    public IReadOnlyList<MassTask> Waiting
    {
        get
        {
            lock (corp.Sync) return [.. corp.MassTasks.Values.Where(t => t.Sender == userId && t is { Tapped: false, Cancelled: false })];
        }
    }

    /// <summary>What stands in a group.</summary>
    public IReadOnlyList<GroupLine> Lines(string chatId)
    {
        lock (corp.Sync) return [.. corp.Groups[chatId].Lines];
    }

    /// <summary>He taps: it goes into each group that may still have one.</summary>
    public void Tap(MassTask task)
    {
        lock (corp.Sync)
        {
            if (task.Tapped || task.Cancelled) throw new InvalidOperationException("There is nothing to tap.");
            task.Tapped = true;
            foreach (var chatId in task.Results.Keys.ToList())
            {
                var group = corp.Groups[chatId];
                var now = corp.Now.ToOffset(TimeSpan.FromHours(8));
                var (had, most) = corp.Behaviour.MassLimit is MassLimit.Day
                    ? (group.MassMessages.Count(at => at.Date == now.Date), 1)
                    : (group.MassMessages.Count(at => (at.Year, at.Month) == (now.Year, now.Month)), DateTime.DaysInMonth(now.Year, now.Month));
                if (had >= most)
                {
                    task.Results[chatId] = 3;
                    continue;
                }

                group.MassMessages.Add(now);
                group.Lines.Add(new GroupLine(userId, task.Text, corp.Now));
                task.Results[chatId] = 1;
            }
        }

        corp.Changes.Tell();
    }
}
