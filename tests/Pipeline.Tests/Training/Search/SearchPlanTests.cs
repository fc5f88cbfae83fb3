using Pipeline.Core.Problems;
using Pipeline.Statistics;

namespace Pipeline.Training.Search;

public sealed class SearchPlanTests
{
    [Theory]
    [InlineData("{value: 7}", "constant")]
    [InlineData("{values: [7, 9]}", "categorical")]
    [InlineData("{min: 1, max: 9}", "int_uniform")]
    [InlineData("{distribution: q_log_uniform_values, min: 1, max: 900}", "q_log_uniform_values")]
    public void Distribution_OfAWholeNumber_IsWrittenOrInferredAsWandbHasIt(string spec, string distribution)
    {
        var space = SomeSearch.PlanOf($"{{turns: {spec}}}").OrThrow().Plan!.Space;

        space.Describe().ShouldHaveSingleItem().Distribution.ShouldBe(distribution);
    }

    [Fact]
    public void Distribution_OfAFraction_IsUniform()
    {
        var space = SomeSearch.PlanOf("{level: {min: 0.5, max: 2}}").OrThrow().Plan!.Space;

        space.Describe().ShouldHaveSingleItem().Distribution.ShouldBe("uniform");
    }

    /// <summary>
    /// The median of 4,001 draws lies where the distribution's own is, by its definition in W&amp;B's documentation.
    /// </summary>
    [Theory]
    [InlineData("uniform, min: 2, max: 4", 3, 0.1)]
    [InlineData("q_uniform, min: 0, max: 4, q: 0.5", 2, 0.51)]
    [InlineData("log_uniform_values, min: 0.01, max: 9", 0.3, 0.04)]
    [InlineData("log_uniform, min: -4.60517, max: 2.19722", 0.3, 0.04)]
    [InlineData("inv_log_uniform_values, min: 0.01, max: 9", 0.3, 0.04)]
    [InlineData("inv_log_uniform, min: -2.19722, max: 4.60517", 0.3, 0.04)]
    [InlineData("q_log_uniform_values, min: 0.1, max: 9, q: 0.1", 0.95, 0.16)]
    [InlineData("normal, mu: 2, sigma: 1", 2, 0.1)]
    [InlineData("q_normal, mu: 2, sigma: 1, q: 0.5", 2, 0.51)]
    [InlineData("log_normal, mu: 0.6931472, sigma: 0.2", 2, 0.05)]
    [InlineData("q_log_normal, mu: 0.6931472, sigma: 0.2, q: 0.5", 2, 0.26)]
    public void Draws_OfEveryDistribution_HaveItsMedian(string spec, double median, double tolerance)
    {
        var space = SomeSearch.PlanOf($"{{level: {{distribution: {spec}}}}}").OrThrow().Plan!.Space;

        var drawn = Draws(space, 4_001).Order().ToList();

        drawn[2_000].ShouldBe(median, tolerance);
        drawn[0].ShouldBeGreaterThanOrEqualTo(-10);
        drawn[^1].ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public void Draws_OfWholeNumbers_AreEachAsLikely()
    {
        var space = SomeSearch.PlanOf("{turns: {min: 3, max: 7}}").OrThrow().Plan!.Space;

        var counts = Draws(space, 5_000).CountBy(value => value).ToDictionary();

        counts.Keys.Order().ShouldBe([3, 4, 5, 6, 7]);
        counts.Values.ShouldAllBe(count => Math.Abs(count - 1_000) < 150);
    }

    [Fact]
    public void Draws_OfMultiples_AreWrittenAsPeopleWriteThem()
    {
        var space = SomeSearch.PlanOf("{level: {distribution: q_uniform, min: 0, max: 1, q: 0.1}}").OrThrow().Plan!.Space;

        Draws(space, 200).Distinct().Order().ShouldBe([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    }

    [Fact]
    public void Draws_WithProbabilities_KeepToThem()
    {
        var space = SomeSearch.PlanOf("{turns: {values: [1, 2, 3], probabilities: [0.7, 0.3, 0]}}").OrThrow().Plan!.Space;

        var counts = Draws(space, 2_000).CountBy(value => value).ToDictionary();

        counts[1].ShouldBeInRange(1_300, 1_500);
        counts.ShouldNotContainKey(3);
    }

    [Fact]
    public void NormalDistribution_BeyondWhatTheOptionAccepts_IsCutThere()
    {
        var space = SomeSearch.PlanOf("{level: {distribution: normal, mu: 9, sigma: 5}}").OrThrow().Plan!.Space;

        var drawn = Draws(space, 2_000).ToList();

        drawn.Max().ShouldBeInRange(9.9, 10);
        drawn.Min().ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData("{part: {parameters: {weight: {values: [1, 2]}}}}")]
    [InlineData("{part.weight: {values: [1, 2]}}")]
    public void Parameter_OfAPart_IsNestedOrDotted(string parameters)
    {
        var space = SomeSearch.PlanOf(parameters).OrThrow().Plan!.Space;

        var choice = space.Choose([1]).OrThrow();

        choice.Options.ShouldBe(new DialOptions { Part = new DialPart { Weight = 2 } });
    }

    [Fact]
    public void Parameter_OnTopOfFixedOptions_ReplacesItsOwnAlone()
    {
        var plan = SomeSearch.Plan(
            "{method: grid, metric: worth, parameters: {turns: {values: [5]}}}", "{turns: 9, level: 2}").OrThrow().Plan!;

        plan.Space.Choose([0]).OrThrow().Options.ShouldBe(new DialOptions { Turns = 5, Level = 2 });
    }

    [Theory]
    [InlineData("{turn: {values: [1]}}", "'turn' is not a known key in 'training.options'. Did you mean 'turns'?")]
    [InlineData("{turns: {min: 0, max: 10}}", "'training.options.turns' is the number 0; a whole number from 1 to 1000 is")]
    [InlineData(
        "{turns: {min: 1, max: 2000}}", "'training.options.turns' is the number 2000; a whole number from 1 to 1000 is")]
    [InlineData(
        "{turns: {distribution: log_uniform_values, min: 1, max: 100}}",
        "which draws fractions, and 'turns' takes whole numbers. Write distribution: q_log_uniform_values.")]
    [InlineData("{turns: {min: 1.5, max: 100}}", "Write distribution: int_uniform.")]
    [InlineData("{turns: {values: [5, many]}}", "'training.options.turns' is the text 'many'; a whole number from 1 to 1000 is")]
    [InlineData("{part.wait: {values: [1]}}", "'wait' is not a known key in 'training.options.part'. Known here: weight.")]
    [InlineData("{level: {min: 5}}", "does not say which values are tried")]
    [InlineData("{level: {min: 5, max: 1}}", "has a min of 5 and a max of 1, which is less")]
    [InlineData("{level: {min: 0, max: 1, mu: 3}}", "is int_uniform, and has 'mu'. It is made of min, max.")]
    [InlineData("{level: {distribution: normal, max: 1}}", "is normal, and has 'max'. It is made of mu, sigma.")]
    [InlineData("{level: {distribution: uniform, max: 1}}", "is uniform, and lacks 'min'.")]
    [InlineData("{level: {distribution: gaussian, max: 1}}", "level.distribution' is the text 'gaussian'")]
    [InlineData("{level: {distribution: log_uniform_values, min: 0, max: 1}}", "has a min of 0, which has no logarithm")]
    [InlineData("{level: {distribution: log_uniform, min: 1, max: 1000}}", "has exponents beyond 700")]
    [InlineData("{level: {values: [1, 2], probabilities: [1]}}", "has 2 values and 1 probabilities")]
    [InlineData("{level: {values: [1, 2], probabilities: [1, 1]}}", "do not add up to 1")]
    [InlineData("{level: {values: []}}", "a list of at least 1 item")]
    [InlineData("{}", "a mapping of at least 1 key")]
    [InlineData("{part: {values: [1], parameters: {weight: {value: 2}}}}", "has parameters of its own, and no values")]
    [InlineData("{part.weight: {value: 1}, part: {parameters: {weight: {value: 2}}}}", "is there twice")]
    [InlineData("{turns: {distribution: int_uniform, min: 1.5, max: 3}}", "is the number 1.5; a whole number is accepted.")]
    [InlineData("{level: {distribution: normal, mu: 20}}", "'training.options.level' is the number 20")]
    public void Parameter_ThatNoTrialCouldHave_IsASentenceInItsPlace(string parameters, string sentence)
    {
        var problem = SomeSearch.PlanOf(parameters).Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldContain(sentence);
        problem.ToString().ShouldStartWith("model.yml:6:");
    }

    [Theory]
    [InlineData("{method: random, metric: worth, parameters: {level: {value: 1}}}", "A search by random has no end of its own.")]
    [InlineData("{method: guess, metric: worth, parameters: {level: {value: 1}}}", "one of grid, random, bayes is accepted")]
    [InlineData("{method: grid, metric: wroth, parameters: {level: {value: 1}}}", "Did you mean 'worth'?")]
    [InlineData(
        "{method: grid, metric: {name: worth, goal: minimize}, parameters: {level: {value: 1}}}",
        "More of 'worth' is better, and the goal is to minimize it. Write goal: maximize, or leave it out.")]
    [InlineData("{method: grid, metric: worth, parameters: {level: {min: 0.5, max: 1}}}", "'level' has no end of them")]
    [InlineData(
        "{method: grid, metric: worth, program: train.py, parameters: {level: {value: 1}}}",
        "No program of a sweep is run: training.trainer trains.")]
    [InlineData(
        "{method: grid, metric: worth, validation: {folds: 3, holdout: 0.2}, parameters: {level: {value: 1}}}",
        "Trials are measured in one way, and this has 2.")]
    [InlineData(
        "{method: grid, metric: worth, early_terminate: {type: hyperband}, parameters: {level: {value: 1}}}",
        "Trials are compared from min_iter on, or below max_iter.")]
    [InlineData(
        "{method: grid, metric: worth, early_terminate: {type: hyperband, max_iter: 27}, parameters: {level: {value: 1}}}",
        "max_iter and s belong together.")]
    public void Search_ThatCannotBe_IsASentenceInItsPlace(string search, string sentence)
    {
        var problem = SomeSearch.Plan(search).Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldContain(sentence);
        problem.ToString().ShouldStartWith("model.yml:6:");
    }

    [Fact]
    public void Search_OfASweepsFile_TakesItsHarmlessKeys()
    {
        const string sweep = "{name: first, description: d, project: p, entity: e, method: grid, "
            + "metric: {name: worth, goal: maximize}, parameters: {level: {values: [1, 2]}}}";

        SomeSearch.Plan(sweep).IsValid.ShouldBeTrue();
    }

    private static IEnumerable<double> Draws(SearchSpace space, int count)
    {
        for (var stream = 0; stream < count; stream++)
        {
            var random = new SeededRandom(7, stream);
            var setting = RandomProposer.Draw(space.Parameters, ref random);
            yield return space.Write(setting).Single().Value.GetDouble();
        }
    }
}
