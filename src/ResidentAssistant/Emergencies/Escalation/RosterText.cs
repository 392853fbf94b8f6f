using System.Globalization;
using System.Text.RegularExpressions;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>People on duty as rows pasted from a spreadsheet: 楼、单元、哪一方、姓名、电话、企业微信账号、哪几天、几点到几点、替班.</summary>
internal static partial class RosterText
{
    /// <summary>The columns, in order.</summary>
    public const string Columns = "楼\t单元\t哪一方\t姓名\t电话\t企业微信账号\t哪几天\t几点到几点\t替班";

    /// <summary>Reads rows; every fault names its row and nothing is taken while there is one.</summary>
    public static IReadOnlyList<DutyPerson> Read(string text, Guid communityId, IReadOnlyList<DutyPlace> places, List<string> faults)
    {
        var people = new List<DutyPerson>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.Trim().Length == 0 || line.StartsWith("楼\t", StringComparison.Ordinal)) continue;
            var cells = line.Split(line.Contains('\t') ? '\t' : ',').Select(c => c.Trim()).ToArray();
            string Cell(int index) => index < cells.Length ? cells[index] : "";
            var (person, fault) = Person(communityId, places, Cell(0), Cell(1), Cell(2), Cell(3), Cell(4), Cell(5), Cell(6), Cell(7), Cell(8) is "是" or "替" or "替班");
            if (person is null) faults.Add($"第 {number} 行：{fault}");
            else people.Add(person);
        }

        if (people.Count + faults.Count == 0) faults.Add("没有读到一行。请从表格里复制，一个人一行。");
        if (people.Count > DutyRoster.Most) faults.Add($"一回最多 {DutyRoster.Most} 个人。");
        return people;
    }

    /// <summary>One person from what was written; the fault says what is wrong.</summary>
    public static (DutyPerson? Person, string? Fault) Person(Guid communityId, IReadOnlyList<DutyPlace> places, string building, string entrance, string party, string name, string phone, string member, string days, string hours, bool substitute)
    {
        (DutyPerson?, string?) No(string fault) => (null, fault);
        if (Targets.Parties.FirstOrDefault(p => Targets.Names[p] == party || p == party) is not { } key) return No($"没有“{party}”这一方。能写的有：{string.Join("、", Targets.Parties.Select(p => Targets.Names[p]))}。");
        if (name.Length is 0 or > 40) return No("请写姓名，最多 40 个字。");
        if (phone.Length == 0 && member.Length == 0) return No("电话和企业微信账号，至少写一样。");
        if (phone.Length > 0 && !Phone().IsMatch(phone)) return No($"电话“{phone}”好像不对。手机 11 位，座机带上区号，热线五六位。");
        if (member.Length > 0)
        {
            try { StaffAccounts.CheckMember(member); }
            catch (RefusedException refusal) { return No(refusal.Message); }
        }

        DutyPlace? place = null;
        var (b, e) = (building.Replace("号楼", "", StringComparison.Ordinal), entrance.Replace("单元", "", StringComparison.Ordinal));
        if (b is not ("" or "全小区"))
        {
            place = places.FirstOrDefault(p => p.Building == b && (e.Length == 0 ? p.EntranceId is null : p.Entrance == e));
            if (place is null) return No($"登记册里没有{b}号楼{(e.Length > 0 ? $"{e}单元" : "")}。");
        }

        if (DutyDays.Read(days) is not { } on) return No($"“{days}”看不懂。请写“每天”“工作日”“周一到周五”，或者“周一、周三”。");
        var (from, to) = (0, 0);
        if (hours is not ("" or "全天"))
        {
            if (Hours().Match(hours) is not { Success: true } match) return No($"“{hours}”看不懂。请写“全天”，或者“18:00-8:00”。");
            from = Minute(match, "h1", "m1");
            to = Minute(match, "h2", "m2") % 1440;
            if (from >= 1440 || Minute(match, "h2", "m2") > 1440) return No($"“{hours}”不是一天里的钟点。");
        }

        return (new DutyPerson
        {
            CommunityId = communityId, BuildingId = place?.BuildingId, EntranceId = place?.EntranceId, Party = key, Name = name, Phone = phone.Length > 0 ? phone : null, Member = member.Length > 0 ? member : null,
            Days = on, FromMinute = from, ToMinute = to, Substitute = substitute,
        }, null);
    }

    private static int Minute(Match match, string hour, string minute) =>
        (int.Parse(match.Groups[hour].ValueSpan, CultureInfo.InvariantCulture) * 60) + (match.Groups[minute].Success ? int.Parse(match.Groups[minute].ValueSpan, CultureInfo.InvariantCulture) : 0);

    [GeneratedRegex("^[0-9]{3,5}$|^1[0-9]{10}$|^0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,5})?$|^[0-9]{7,8}$", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(@"^(?<h1>\d{1,2})([:：点](?<m1>[0-5]\d)?)?\s*[-–到至~]\s*(次日)?(?<h2>\d{1,2})([:：点](?<m2>[0-5]\d)?)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hours();
}

/// <summary>A building, or an entrance of it.</summary>
internal sealed record DutyPlace
{
    /// <summary>Building.</summary>
    public required Guid BuildingId { get; init; }

    /// <summary>Its number.</summary>
    public required string Building { get; init; }

    /// <summary>Entrance; null: the whole building.</summary>
    public Guid? EntranceId { get; init; }

    /// <summary>Its number.</summary>
    public string? Entrance { get; init; }
}
