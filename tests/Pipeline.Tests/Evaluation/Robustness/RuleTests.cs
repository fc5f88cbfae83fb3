using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Robustness;

public sealed class RuleTests
{
    private static readonly Table Before = Stressed.Rows(1).Rows;

    [Fact]
    public void MissingValues_Share_IsThatOfEachColumnAlone()
    {
        var rows = Disturb(new MissingValues(), new SomeValues { Share = 0.25 }, 3, "income", "purpose");

        Share(rows["purpose"].MissingCount).ShouldBe(0.25, 0.05);
        Share(rows["income"].MissingCount).ShouldBe(0.25 + 0.0375, 0.05);
        rows["sex"].MissingCount.ShouldBe(0);
    }

    [Fact]
    public void Rule_OneInputAlone_IsDisturbedAsTogetherWithOthers()
    {
        var together = Disturb(new MissingValues(), new SomeValues(), 3, "income", "purpose");
        var alone = Disturb(new MissingValues(), new SomeValues(), 3, "purpose");

        Texts(alone["purpose"]).ShouldBe(Texts(together["purpose"]));
        Texts(alone["income"]).ShouldBe(Texts(Before["income"]));
        Texts(Disturb(new MissingValues(), new SomeValues(), 4, "purpose")["purpose"]).ShouldNotBe(Texts(alone["purpose"]));
    }

    [Fact]
    public void Noise_Deviations_AreThoseOfTheColumn()
    {
        var spread = Stressed.Rows(1).Spreads["income"].Deviation;

        var after = ((NumberColumn)Disturb(new Noise(), new NoiseOptions { Deviations = 0.5 }, 1, "income")["income"]).Values;

        var moved = after.Zip(((NumberColumn)Before["income"]).Values, (x, y) => x - y).Where(double.IsFinite).ToList();
        moved.Average().ShouldBe(0, 0.05 * spread);
        Math.Sqrt(moved.Average(x => x * x)).ShouldBe(0.5 * spread, 0.05 * spread);
        after.Count(double.IsNaN).ShouldBe(Before["income"].MissingCount);
    }

    [Fact]
    public void Noise_OnAnInteger_StaysWhole()
    {
        var after = (NumberColumn)Disturb(new Noise(), new NoiseOptions { Deviations = 1 }, 1, "late_payments")["late_payments"];

        after.Values.ShouldAllBe(x => double.IsInteger(x));
        Texts(after).ShouldNotBe(Texts(Before["late_payments"]));
    }

    [Fact]
    public void UnitSlip_Factor_MultipliesAShareOfTheNumbers()
    {
        var after = (NumberColumn)Disturb(
            new UnitSlip(), new UnitSlipOptions { Factor = 100, Share = 0.5 }, 1, "late_payments")["late_payments"];

        var before = ((NumberColumn)Before["late_payments"]).Values;
        after.Values.Zip(before).ShouldAllBe(x => x.First == x.Second || x.First == 100 * x.Second);
        Share(after.Values.Count(x => x >= 100)).ShouldBe(0.5 * 5 / 6, 0.06);
    }

    [Fact]
    public void Extremes_Numbers_AreBeyondAllOfTraining()
    {
        var spread = Stressed.Rows(1).Spreads["income"];

        var after = ((NumberColumn)Disturb(new Extremes(), new ExtremesOptions { Share = 1 }, 1, "income")["income"]).Values;

        after.Where(x => !double.IsNaN(x)).ShouldAllBe(x => x < spread.Least || x > spread.Most);
        after.Distinct().Count().ShouldBeGreaterThan(4);
    }

    [Fact]
    public void LetterCase_Swapped_ChangesEveryTextWithLetters()
    {
        var rows = Disturb(new LetterCase(), new LetterCaseOptions { Share = 1 }, 1, "purpose", "note", "sex");

        Texts(rows["purpose"]).Distinct().Order(StringComparer.Ordinal).ShouldBe(["cAR", "hOME"]);
        Texts(rows["sex"]).Distinct().Order(StringComparer.Ordinal).ShouldBe(["f", "m"]);
        Texts(rows["note"]).ShouldAllBe(x => x!.StartsWith("PAID ", StringComparison.Ordinal));
    }

    [Fact]
    public void UnseenCategory_Name_IsNoneThatTheModelKnows()
    {
        var input = new ModelInput("purpose", ColumnType.Category, false, ["unseen", "unseen?"]);
        var rows = Stressed.Rows(1, "purpose") with
        {
            Signature = Stressed.Signature with { Inputs = [input] },
            Inputs = [input],
        };

        var after = Disturb(new UnseenCategory(), new SomeValues { Share = 1 }, rows).Rows;

        Texts(after["purpose"]).Distinct().ShouldBe(["unseen??"]);
    }

    [Fact]
    public void SwappedOrder_Origins_SayWhichRowEachWas()
    {
        var disturbed = Disturb(new SwappedOrder(), new NoOptions(), Stressed.Rows(1));

        var origins = disturbed.Origins.ShouldNotBeNull();
        origins.Order().ShouldBe(Enumerable.Range(0, Stressed.Count));
        origins.ShouldNotBe(Enumerable.Range(0, Stressed.Count));
        Texts(disturbed.Rows["income"]).ShouldBe(origins.Select(row => Before["income"].Text(row)));
        disturbed.Rows.Columns.Select(x => x.Name).ShouldNotBe(Before.Columns.Select(x => x.Name));
    }

    [Fact]
    public void DuplicatedRows_EachRow_IsThereOnceOrTwice()
    {
        var origins = Disturb(new DuplicatedRows(), new DuplicatedRowsOptions(), Stressed.Rows(1)).Origins.ShouldNotBeNull();

        origins.CountBy(x => x).ShouldAllBe(x => x.Value == 1 || x.Value == 2);
        Share(origins.Count - Stressed.Count).ShouldBe(0.5, 0.06);
    }

    [Fact]
    public void Texts_OfAnyUnicode_StayUnicodeAndAreNeverEmpty()
    {
        IRobustnessRule[] rules = [new Typos(), new LetterCase(), new Whitespace(), new SwappedWords()];

        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), ArbMap.Default.ArbFor<int>(), (text, seed) =>
        {
            var known = string.Concat(text.Get.EnumerateRunes());
            var rows = Stressed.Rows(seed, "note") with
            {
                Rows = Before.With(new TextColumn("note", [.. Enumerable.Repeat(known, Stressed.Count)])),
            };
            foreach (var rule in rules)
            {
                foreach (var changed in Texts(rule.Disturb(rows, null).Rows["note"]).Take(50))
                {
                    changed.ShouldNotBeNullOrEmpty();
                    new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(changed);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20_261_127, 7, 50));
    }

    private static double Share(int rows) => (double)rows / Stressed.Count;

    private static IReadOnlyList<string?> Texts(Column column) => [.. Enumerable.Range(0, column.Count).Select(column.Text)];

    private static DisturbedRows Disturb(IRobustnessRule rule, object options, RowsToDisturb rows) => rule.Disturb(rows, options);

    private static Table Disturb(IRobustnessRule rule, object options, int seed, params string[] inputs) =>
        Disturb(rule, options, Stressed.Rows(seed, inputs)).Rows;
}
