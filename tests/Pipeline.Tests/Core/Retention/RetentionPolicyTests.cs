using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Core.Retention;

public sealed class RetentionPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<KeptEntry> Entries =
        from name in Gen.Choose(1, 1_000_000)
        from bytes in Gen.Choose(0, 1000)
        from minutes in Gen.Choose(-30, 10_000)
        from isKept in Gen.Choose(0, 2)
        select Entry($"/{name}", bytes, TimeSpan.FromMinutes(minutes), isKept == 0 ? "somebody" : null);

    private static readonly Gen<RetentionLimits> Limits =
        from hours in Gen.Choose(0, 200)
        from bytes in Gen.Choose(0, 20_000)
        select new RetentionLimits
        {
            OlderThan = hours == 0 ? null : TimeSpan.FromHours(hours),
            AtMost = bytes < 1000 ? null : new ByteSize(bytes),
        };

    private static readonly Arbitrary<(KeptEntry[] Entries, RetentionLimits Limits)> Cases = (
        from entries in Entries.ArrayOf()
        from limits in Limits
        select (entries.DistinctBy(x => x.Path).ToArray(), limits)).ToArbitrary();

    [Fact]
    public void Decide_Any_RemovesNothingThatIsPointedToOrYoung() => Check((entries, limits) =>
        Decide(entries, limits).Removed.All(x => x.KeptBy is null && Now - x.LastUsed >= RetentionPolicy.SafeAge));

    [Fact]
    public void Decide_Any_LosesNothing() => Check((entries, limits) =>
    {
        var plan = Decide(entries, limits);
        return plan.Removed.Concat(plan.Stays).Select(x => x.Path).Order().SequenceEqual(entries.Select(x => x.Path).Order())
            && plan.Over.All(x => plan.Stays.Contains(x));
    });

    [Fact]
    public void Decide_Any_HoldsTheLimitsForWhatNothingPointsTo() => Check((entries, limits) =>
    {
        var plan = Decide(entries, limits);
        var free = plan.Stays.Where(x => x.KeptBy is null && Now - x.LastUsed >= RetentionPolicy.SafeAge).ToList();
        var isTooMuch = plan.Stays.Sum(x => x.Bytes) > limits.AtMost?.Bytes;
        return free.All(x => !(Now - x.LastUsed > limits.OlderThan)) && !(isTooMuch && free.Count > 0);
    });

    [Fact]
    public void Decide_Again_RemovesNothing() => Check((entries, limits) =>
        Decide([.. Decide(entries, limits).Stays], limits).Removed.Count == 0);

    [Fact]
    public void Decide_InAnyOrder_IsTheSame() => Check((entries, limits) =>
        Decide(entries, limits).Removed.SequenceEqual(Decide([.. entries.Reverse()], limits).Removed));

    [Fact]
    public void Decide_WithoutLimits_RemovesNothing() => Check((entries, _) =>
        Decide(entries, new RetentionLimits()).Removed.Count == 0);

    [Fact]
    public void Decide_TooMuch_RemovesTheOldestFirst()
    {
        var entries = new[] { 5, 9, 7 }.Select(x => Entry($"/{x}", 10, TimeSpan.FromDays(x), null)).ToArray();

        var plan = Decide(entries, new RetentionLimits { AtMost = new ByteSize(10) });

        plan.Removed.Select(x => x.Path).ShouldBe(["/9", "/7"]);
    }

    [Fact]
    public void Decide_TooMuchThatIsPointedTo_SaysWhatStaysOverTheLimit()
    {
        KeptEntry[] entries =
        [
            Entry("/a", 10, TimeSpan.FromDays(2), "revision 3 answers"), Entry("/b", 10, TimeSpan.FromDays(1), null),
        ];

        var plan = Decide(entries, new RetentionLimits { AtMost = new ByteSize(5) });

        plan.Removed.Single().Path.ShouldBe("/b");
        plan.Over.Single().KeptBy.ShouldBe("revision 3 answers");
    }

    private static void Check(Func<KeptEntry[], RetentionLimits, bool> property) =>
        Prop.ForAll(Cases, x => property(x.Entries, x.Limits)).QuickCheckThrowOnFailure();

    private static RetentionPlan Decide(KeptEntry[] entries, RetentionLimits limits) =>
        RetentionPolicy.Decide(entries, limits, Now);

    private static KeptEntry Entry(string path, long bytes, TimeSpan age, string? by) =>
        new() { Kind = KeptKind.Images, Path = path, Bytes = bytes, LastUsed = Now - age, KeptBy = by };
}
