using System.Text.Json;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Training.Search;

public sealed class ProposerTests
{
    private static readonly NumberParameter[] Plane = [Uniform("x", -5, 10), Uniform("y", 0, 15)];

    [Fact]
    public void Grid_TriesEveryCombination_TheLastParameterFastest()
    {
        var space = SomeSearch.PlanOf("{turns: {min: 2, max: 3}, level: {values: [1, 5, 2]}}", "grid").OrThrow().Plan!.Space;
        var grid = new GridProposer(space.Parameters);

        var all = Enumerable.Range(0, 7).Select(index => grid.Propose(index, [], [])).ToList();

        all.OfType<double[]>().Select(setting => string.Join(' ', space.Write(setting).Values))
            .ShouldBe(["2 1", "2 5", "2 2", "3 1", "3 5", "3 2"]);
        all[6].ShouldBeNull();
        space.Combinations.ShouldBe(6);
    }

    [Fact]
    public void Random_Trial_DependsOnSeedAndNumberAlone()
    {
        var (one, other) = (new RandomProposer(Plane, 1), new RandomProposer(Plane, 2));

        one.Propose(3, [Judged([0, 0], 1, 1)], [[1, 1]]).ShouldBe(new RandomProposer(Plane, 1).Propose(3, [], []));
        one.Propose(3, [], []).ShouldNotBe(one.Propose(4, [], []));
        one.Propose(3, [], []).ShouldNotBe(other.Propose(3, [], []));
    }

    /// <summary>Branin's function, whose least value is 0.397887, at equal trials over 20 seeds.</summary>
    [Fact]
    public void Bayes_OnAFunctionThatIsKnown_IsNearerToItsLeastValueThanRandom()
    {
        var wins = 0;
        var (bayes, random) = (new List<double>(), new List<double>());
        for (var seed = 0; seed < 20; seed++)
        {
            bayes.Add(Least(new ParzenProposer(Plane, seed, higherIsBetter: false)));
            random.Add(Least(new RandomProposer(Plane, seed)));
            wins += bayes[^1] < random[^1] ? 1 : 0;
        }

        // By a sign test, 15 of 20 is likelier than 1 in 48 only where one of both is better.
        wins.ShouldBeGreaterThanOrEqualTo(15);
        bayes.Average().ShouldBeLessThan(random.Average() / 2);
    }

    [Fact]
    public void Bayes_MoreIsBetter_IsTheMirrorOfLessIsBetter()
    {
        var less = Known(index => index, 30);
        var more = Known(index => -index, 30);

        new ParzenProposer(Plane, 1, higherIsBetter: true).Propose(30, more, [])
            .ShouldBe(new ParzenProposer(Plane, 1, higherIsBetter: false).Propose(30, less, []));
    }

    [Fact]
    public void Bayes_ChoiceThatIsBetter_IsTriedMoreOften()
    {
        SearchParameter[] parameters = [Choice(4), Uniform("x", 0, 1)];
        var judged = new List<JudgedSetting>();
        for (var index = 0; index < 60; index++)
        {
            var setting = new ParzenProposer(parameters, 3, higherIsBetter: true).Propose(index, judged, []);
            judged.Add(Judged(setting, setting[0] == 2 ? 1 + setting[1] : setting[1], index + 1));
        }

        judged.Skip(20).Count(known => known.Setting[0] == 2).ShouldBeGreaterThan(25);
    }

    [Fact]
    public void Bayes_NeverRepeatsATrial_WhileThereAreOthers()
    {
        SearchParameter[] parameters = [Uniform("n", 0.500001, 40.499999) with { Step = 1 }];
        var judged = new List<JudgedSetting>();
        for (var index = 0; index < 30; index++)
        {
            var setting = new ParzenProposer(parameters, 3, higherIsBetter: true).Propose(index, judged, []);
            judged.Add(Judged(setting, -setting[0], index + 1));
        }

        judged.Skip(ParzenProposer.Startup).Select(known => known.Setting[0])
            .ShouldBeSubsetOf(Enumerable.Range(1, 40).Select(number => (double)number));
        var later = judged.Skip(ParzenProposer.Startup).Select(known => known.Setting[0]).ToList();
        later.Distinct().Count().ShouldBe(later.Count);
    }

    [Fact]
    public void Bayes_PendingTrials_AreKeptAwayFrom()
    {
        var judged = Known(index => index, 20);
        var proposer = new ParzenProposer(Plane, 9, higherIsBetter: false);

        var first = proposer.Propose(20, judged, []);
        var second = proposer.Propose(20, judged, [first, first, first]);

        second.ShouldNotBe(first);
    }

    [Fact]
    public void Density_OverAllSettings_AddsUpToOne()
    {
        var number = Uniform("x", 0, 2);
        var whole = Uniform("n", 0.500001, 5.499999) with { Step = 1 };
        var estimator = new ParzenEstimator([number, whole, Choice(3)], [[0.1, 1, 0], [1.9, 5, 2], [1.2, 3, 2]]);
        var sum = 0.0;
        for (var x = 0.0005; x < 2; x += 0.001)
        {
            for (var n = 1; n <= 5; n++)
            {
                for (var choice = 0; choice < 3; choice++)
                    sum += Math.Exp(estimator.LogDensity([x, n, choice])) * 0.001;
            }
        }

        sum.ShouldBe(1, 1e-3);
    }

    [Fact]
    public void Density_OfDraws_IsWhereTheyAre()
    {
        var estimator = new ParzenEstimator([Uniform("x", 0, 1)], [[0.2], [0.25], [0.9]]);
        var random = new SeededRandom(1, 1);
        var counts = new int[10];
        for (var draw = 0; draw < 20_000; draw++)
            counts[(int)(estimator.Draw(ref random)[0] * 10)]++;

        for (var bin = 0; bin < 10; bin++)
        {
            var densities = Enumerable.Range(0, 100)
                .Select(part => Math.Exp(estimator.LogDensity([(bin + (part / 100.0)) / 10])));
            var expected = densities.Average() / 10;
            (counts[bin] / 20_000.0).ShouldBe(expected, 0.015);
        }
    }

    [Fact]
    public void Order_OfTrials_PutsFinishedBeforeStoppedBeforeFailed()
    {
        SearchTrial[] trials =
        [
            Trial(1, TrialState.Failed, null), Trial(2, TrialState.Stopped, 0.9, 1), Trial(3, TrialState.Finished, 0.5),
            Trial(4, TrialState.Stopped, 0.8, 2), Trial(5, TrialState.Finished, 0.7), Trial(6, TrialState.Finished, 0.7),
        ];

        trials.Order(new TrialOrder(higherIsBetter: true)).Select(trial => trial.Number).ShouldBe([5, 6, 3, 4, 2, 1]);
        trials.Order(new TrialOrder(higherIsBetter: false)).Select(trial => trial.Number).ShouldBe([3, 5, 6, 4, 2, 1]);
    }

    /// <summary>The examples of W&amp;B's documentation, with an eta of 3.</summary>
    [Theory]
    [InlineData(3, null, null, 100, new[] { 3, 9, 27, 81 })]
    [InlineData(null, 27, 2, 27, new[] { 3, 9 })]
    [InlineData(3, null, null, 9, new[] { 3 })]
    [InlineData(3, null, null, 2, new int[0])]
    public void Hyperband_Brackets_AreThoseOfWandb(int? minIter, int? maxIter, int? s, int iterations, int[] brackets)
    {
        var spec = new EarlyTerminateSpec { Type = "hyperband", MinIter = minIter, MaxIter = maxIter, S = s };

        Of(spec).Brackets(iterations).ShouldBe(brackets);
    }

    [Fact]
    public void Hyperband_OneOfThree_GoesOn()
    {
        var hyperband = Of(new EarlyTerminateSpec { Type = "hyperband", MinIter = 3 });

        hyperband.GoesOn(0.1, []).ShouldBeTrue();
        hyperband.GoesOn(0.1, [0.5]).ShouldBeFalse();
        hyperband.GoesOn(0.6, [0.5, 0.4, 0.3]).ShouldBeTrue();
        hyperband.GoesOn(0.45, [0.5, 0.4, 0.3]).ShouldBeTrue();
        hyperband.GoesOn(0.35, [0.5, 0.4, 0.3]).ShouldBeFalse();
        hyperband.Key.ShouldBe("turns");
        hyperband.IterationsOf(new DialOptions { Turns = 7 }).ShouldBe(7);
    }

    private static Hyperband Of(EarlyTerminateSpec spec) =>
        new(spec, typeof(DialOptions).GetProperty(nameof(DialOptions.Turns))!, higherIsBetter: true);

    private static double Least(Proposer proposer)
    {
        var judged = new List<JudgedSetting>();
        for (var index = 0; index < 50; index++)
        {
            var setting = proposer.Propose(index, judged, [])!;
            judged.Add(Judged(setting, Branin(setting[0], setting[1]), index + 1));
        }

        return judged.Min(known => known.Trial.Value!.Value) - 0.397887;
    }

    private static double Branin(double x, double y)
    {
        var inner = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
        return (inner * inner) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    private static List<JudgedSetting> Known(Func<int, double> value, int count) =>
    [
        .. Enumerable.Range(0, count).Select(index =>
            Judged(new RandomProposer(Plane, 1).Propose(index, [], []), value(index), index + 1)),
    ];

    private static JudgedSetting Judged(double[] setting, double value, int number) =>
        new(setting, Trial(number, TrialState.Finished, value));

    private static SearchTrial Trial(int number, TrialState state, double? value, int points = 0) => new()
    {
        Number = number,
        Parameters = new Dictionary<string, JsonElement>(),
        Seed = 1,
        State = state,
        Value = value,
        Curve = [.. Enumerable.Range(1, points).Select(point => new Pipeline.Models.CurvePoint(point, 0.5))],
    };

    private static NumberParameter Uniform(string name, double low, double high) =>
        new([name], null!, NumberScale.Linear, low, high);

    private static ChoiceParameter Choice(int count) =>
        new(["choice"], null!, new ManifestNode[count], [.. Enumerable.Repeat(1.0 / count, count)]);
}
