namespace ResidentAssistant.Consent.Ledger;

/// <summary>What a colleague can best do for a household next. It informs and listens; it never offers pressure, and a no is a no.</summary>
internal sealed record NextStep(int Rank, string Words)
{
    /// <summary>The most needed step over all risers of a household.</summary>
    public static NextStep Of(IEnumerable<PairState> states, bool told, bool notReachable, bool quiet) =>
        states.Select(s => For(s, told, notReachable, quiet)).DefaultIfEmpty(new NextStep(9, "名册里没有这一户的立管，请核对")).MinBy(s => s.Rank)!; // DefaultIfEmpty leaves no empty sequence

    private static NextStep For(PairState state, bool told, bool notReachable, bool quiet) => state switch
    {
        { LateWithdrawalAt: not null } => new(0, "进场以后说要撤回：请马上当面商量"),
        { Standing: PairStanding.Signed } => new(8, "不用再做什么"),
        { Standing: PairStanding.Closed } => new(7, "已记为不再实施；这户自己想改主意时再办"),
        _ when quiet => new(7, "他说过别再来了：不上门，不打电话催，等他自己再说起"),
        _ when notReachable => new(2, "联系不上：换信、电话、上门各试一次，都记下来"),
        { Answer: Answer.Disputed } => new(1, "先跟这户核对是谁的意思，再由您判断"),
        { Standing: PairStanding.Conditional } => new(1, "先把他提的条件答复清楚"),
        { Standing: PairStanding.Again } => new(2, "把变了的内容讲清楚，再请他看要不要重签"),
        { Standing: PairStanding.Expired or PairStanding.Superseded } => new(2, "打印新的申请书，说明为什么要换"),
        { Standing: PairStanding.Printed } => new(2, "申请书打好了，约个他方便的时间看一看、签字"),
        { Standing: PairStanding.Agrees } => new(3, "打印申请书，约个他方便的时间"),
        { Standing: PairStanding.Lapsed } => new(3, "说过的话过了有效期，再问问现在怎么想"),
        { Standing: PairStanding.Undecided } => new(4, "问问还有哪里没说清楚，让他慢慢想"),
        { Standing: PairStanding.TakenBack or PairStanding.Withdrawn } => new(4, "听听他的想法；愿意再签时重新打印"),
        { Standing: PairStanding.Refuses } => new(5, "听听原因，照实记；他不愿意再谈就不再打扰"),
        _ when told => new(3, "六件事已经告诉过，问问有什么想了解的"),
        _ => new(3, "先把六件事告诉这户"),
    };
}
