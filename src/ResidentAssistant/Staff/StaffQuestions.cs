using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Staff;

/// <summary>What a colleague asks, and who else reads the answer.</summary>
/// <param name="Staff">Who asks.</param>
/// <param name="Text">The words.</param>
/// <param name="InGroup">Others read it too: numbers only, and none from which a household could be told.</param>
internal sealed record StaffAsked(CurrentStaff Staff, string Text, bool InGroup);

/// <summary>Answers one kind of colleagues' questions from a feature's tables; every feature that has such registers one.</summary>
internal interface IStaffAnswers
{
    /// <summary>A question it answers, to show how to ask.</summary>
    string Example { get; }

    /// <summary>Needed to ask.</summary>
    StaffAction Needs { get; }

    /// <summary>It is a question of this kind; asked before anything is read.</summary>
    bool IsAbout(string text);

    /// <summary>The answer in the asker's communities.</summary>
    Task<string> AnswerAsync(StaffAsked asked, CancellationToken ct);
}

/// <summary>Colleagues' questions from the app and from groups: who asks, what they may know, and the feature that knows it.</summary>
internal sealed class StaffQuestions(StaffAccounts accounts, IEnumerable<IStaffAnswers> features, IConfiguration configuration, IServiceProvider services)
{
    private const int Longest = 500;

    /// <summary>See <see cref="AnswerColleague"/>.</summary>
    public async Task<string> AnswerAsync(StaffQuestion question, CancellationToken ct)
    {
        if (await accounts.OfMemberAsync(question.Member, ct) is not { } staff) return CardTaps.Unknown;
        var asked = new StaffAsked(staff, question.Text.Length > Longest ? question.Text[..Longest] : question.Text, question.InGroup);
        if (features.FirstOrDefault(f => f.IsAbout(asked.Text)) is { } feature)
            return staff.May(feature.Needs) ? await feature.AnswerAsync(asked, ct) : "您的账号不能看这个。需要的话，请找管理员。";

        var examples = features.Where(f => staff.May(f.Needs)).Select(f => $"\n“{f.Example}”");
        return $"我能回答的，可以这样问：{string.Concat(examples)}\n别的事请到工作台。{Link(question.InGroup)}";
    }

    private string Link(bool inGroup) => !inGroup && configuration["PublicUrl"] is { Length: > 0 } address
        ? $"\n{address.TrimEnd('/')}{(services.GetService<MemberSignIn>() is null ? "/staff" : "/staff/wecom")}"
        : "";
}
