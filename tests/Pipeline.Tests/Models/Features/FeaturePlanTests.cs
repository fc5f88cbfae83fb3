using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Models.Features;

public class FeaturePlanTests
{
    private static readonly Table Rows = new(
        new NumberColumn("age", [20, 30, double.NaN, 40]),
        Categories("city", "Bonn", "Ulm", "Bonn", null),
        Categories("zip", [.. Enumerable.Range(0, 4).Select(code => $"{code}")]),
        new TextColumn("note", ["a word", null, "another", ""]),
        new TextColumn("since", ["2024-01-02", "2024-01-01T12:00", null, "2025-06-01"]),
        Categories("same", "x", "x", "x", "x"),
        new NumberColumn("none", [double.NaN, double.NaN, double.NaN, double.NaN]),
        new NumberColumn("y", [1, 2, 3, 4]));

    [Fact]
    public void Plan_NoWishes_FollowsFromTypes() => Words(Plan()).ShouldBe(
    [
        "age: number, mean where missing (a whole number)",
        "city: indicator of each category (2 categories)",
        "zip: indicator of each category (4 categories)",
        "note: words' 1-2-grams, characters' 3-grams, tf (a text)",
        "since: year, month, day, day-of-week, hour (a timestamp)",
        "same: nothing (it is the same in every row)",
        "none: nothing (it has no value)",
    ]);

    [Fact]
    public void Plan_ALinearTrainer_ScalesNumbersAndMakesIndicatorsOfParts()
    {
        var plan = Plan(needs: new FeatureNeeds { Scale = Scale.MaxAbs, Parts = PartEncoding.OneHot });

        Words(plan)[0].ShouldBe("age: number, mean where missing, scaled (max-abs) (a whole number)");
        Words(plan)[4].ShouldBe("since: year, month, day, day-of-week, hour as indicators (a timestamp)");
    }

    [Theory]
    [InlineData(1_000, "indicator of each category (1000 categories)")]
    [InlineData(1_001, "hashed to 16384 indicators (1001 categories, more than 1000)")]
    public void Plan_ManyCategories_AreHashed(int count, string expected)
    {
        var table = new Table(Categories("c", [.. Enumerable.Range(0, count).Select(code => $"{code:0000}")]));
        var declared = new InputDeclarations();
        var facts = ColumnFacts.Of(table["c"], DataType.Category);
        var plan = FeaturePlan.Of([facts], FeatureWishes.None, FeatureNeeds.Nothing).OrThrow();

        Words(plan).ShouldBe([$"c: {expected}"]);
        (plan.Inputs(table, declared)[0].Categories is null).ShouldBe(count > 1_000);
    }

    [Fact]
    public void Plan_AProfile_SaysWhatTheRowsSay()
    {
        ColumnProfile[] profiles =
        [
            Profile("city", DataType.Category, distinct: 2), Profile("zip", DataType.Category, distinct: 3_000),
            Profile("note", DataType.Text, distinct: 5), Profile("same", DataType.Integer, distinct: 1),
            Profile("since", DataType.Timestamp, distinct: 9), Profile("y", DataType.Boolean, distinct: 2),
        ];
        var profile = new ProfileDocument { Path = "data.csv", Rows = 1_000, Columns = profiles };

        Words(FeaturePlan.Of(profile, ["y"], FeatureWishes.None, FeatureNeeds.Nothing).OrThrow()).ShouldBe(
        [
            "city: indicator of each category (2 categories)",
            "zip: hashed to 16384 indicators (3000 categories, more than 1000)",
            "note: words' 1-2-grams, characters' 3-grams, tf (a text)",
            "same: nothing (it is the same in every row)",
            "since: year, month, day, day-of-week, hour (a timestamp)",
        ]);
    }

    [Fact]
    public void Plan_Wishes_AreFollowed()
    {
        var plan = Plan(new()
        {
            ["age"] = new() { Missing = Imputation.Median, Log = true, Scale = Scale.Standard },
            ["city"] = new() { MaxCategories = 1, As = FeatureKind.OneHot },
            ["zip"] = new() { Bits = 3 },
            ["note"] = new() { WordNgrams = 1, CharNgrams = 0, StopWords = StopWords.English, Weighting = Weighting.TfIdf },
            ["since"] = new() { Parts = [TimestampPart.Elapsed, TimestampPart.Month], Encoding = PartEncoding.Cyclical },
        });

        Words(plan)[..5].ShouldBe(
        [
            "age: logarithm, median where missing, scaled (standard) (a whole number)",
            "city: indicators of the 1 most frequent categories (as asked for)",
            "zip: hashed to 8 indicators (bits are asked for)",
            "note: words, tf-idf, without english stop words (a text)",
            "since: elapsed, month on circles (a timestamp)",
        ]);
        ((Feature.Number)plan.Columns[0].Becomes).Fill.ShouldBe(30);
        ((Feature.OneHot)plan.Columns[1].Becomes).Kept.ShouldBe(["Bonn"]);
        ((Feature.TimestampParts)plan.Columns[4].Becomes).Since.ShouldBe(
            new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("agee", "'agee' is no column that the model learns from. Did you mean 'age'?")]
    [InlineData("age", "'age' becomes number, and bits is no option of that; "
        + "missing, fill, log, scale, bins are accepted.")]
    [InlineData("note", "'note' becomes text, and bits is no option of that; word-ngrams, char-ngrams, max-features, "
        + "weighting, norm, case, punctuation, numbers, accents, stop-words, remove-words are accepted.")]
    public void Plan_OptionsThatDoNotSuit_AreProblemsInTheirPlace(string column, string expected)
    {
        var places = new List<string>();
        var problems = Problems(new() { [column] = new() { Bits = 4 } }, places);

        problems.ShouldBe([expected]);
        places.ShouldBe([column == "agee" ? "features agee" : $"features {column} bits"]);
    }

    [Theory]
    [InlineData("age", FeatureKind.OneHot, "'age' is a whole number, which does not become one-hot; number is accepted. "
        + "Declare it as a category in data.columns.")]
    [InlineData("note", FeatureKind.OneHot, "'note' is a text, which does not become one-hot; text, hash is accepted. "
        + "Declare it as a category in data.columns.")]
    [InlineData("since", FeatureKind.Text, "'since' is a timestamp, which does not become text; timestamp-parts is accepted.")]
    public void Plan_AnotherKindThanTheTypeHas_IsRefused(string column, FeatureKind kind, string expected) =>
        Problems(new() { [column] = new() { As = kind } }).ShouldBe([expected]);

    [Fact]
    public void Plan_Contradictions_AreRefused()
    {
        Problems(new() { ["age"] = new() { Missing = Imputation.Constant } })[0].ShouldContain("without fill");
        Problems(new() { ["age"] = new() { Fill = 1 } })[0].ShouldContain("missing: constant alone");
        Problems(new() { ["age"] = new() { Bins = 4, Scale = Scale.MinMax } })[0].ShouldContain("are not scaled");
        Problems(new() { ["note"] = new() { WordNgrams = 0, CharNgrams = 0 } })[0].ShouldContain("above 0");
        Problems(new() { ["note"] = new() { StopWords = StopWords.English, RemoveWords = ["a"] } })[0]
            .ShouldContain("one of them");
        Problems(new() { ["since"] = new() { Parts = [] } })[0].ShouldContain("at least one");
    }

    [Fact]
    public void Plan_ATextWithoutWords_IsRefused()
    {
        var facts = ColumnFacts.Of(new TextColumn("note", [" ", null, "\t"]), DataType.Text);

        FeaturePlan.Of([facts], FeatureWishes.None, FeatureNeeds.Nothing).Problems.ShouldHaveSingleItem().Message
            .ShouldBe("'note' is to become n-grams, and no row to learn from has a word in it.");
    }

    [Fact]
    public void Plan_CrossesOfWhatHasNoCategories_AreRefused()
    {
        var wishes = new FeatureWishes
        {
            Crosses = [new() { Of = ["city", "age"] }, new() { Of = ["city", "ctiy"] }, new() { Of = ["zip", "zip"] }],
        };

        FeaturePlan.Of(Facts(), wishes, FeatureNeeds.Nothing).Problems.Select(problem => $"{problem}").ShouldBe(
        [
            "A cross is of categories and booleans, and 'age' is a whole number.",
            "'ctiy' is no column that the model learns from. Did you mean 'city'?",
            "A cross has a column twice.",
        ]);
    }

    [Fact]
    public void Plan_NothingThatVaries_KeepsWhatThereIs()
    {
        var facts = ColumnFacts.Of(new NumberColumn("one", [1, 1]), DataType.Number);

        FeaturePlan.Of([facts], FeatureWishes.None, FeatureNeeds.Nothing).OrThrow().Columns[0].Becomes
            .ShouldBeOfType<Feature.Number>();
    }

    private static FeaturePlan Plan(Dictionary<string, FeatureSpec>? wishes = null, FeatureNeeds? needs = null) =>
        FeaturePlan.Of(Facts(), new FeatureWishes { Columns = wishes ?? [] }, needs ?? FeatureNeeds.Nothing).OrThrow();

    private static List<string> Problems(Dictionary<string, FeatureSpec> wishes, List<string>? places = null)
    {
        var told = new FeatureWishes
        {
            Columns = wishes,
            Locate = place =>
            {
                places?.Add(string.Join(' ', place));
                return new SourceLocation("");
            },
        };
        return [.. FeaturePlan.Of(Facts(), told, FeatureNeeds.Nothing).Problems.Select(problem => $"{problem}")];
    }

    private static List<ColumnFacts> Facts() =>
    [
        .. Rows.Without("y").Columns.Select(column => ColumnFacts.Of(column, column.Name switch
        {
            "since" => DataType.Timestamp,
            "age" => DataType.Integer,
            _ => new InputDeclarations().InputOf(column).DataType,
        })),
    ];

    private static List<string> Words(FeaturePlan plan) =>
        [.. plan.Columns.Select(column => $"{column.Column}: {column.Becomes} ({column.Why})")];

    private static ColumnProfile Profile(string name, DataType type, long distinct) =>
        new() { Name = name, Type = type, Count = 1_000, Missing = 0, Distinct = distinct };

    private static CategoryColumn Categories(string name, params string?[] values)
    {
        var names = values.OfType<string>().Distinct().ToList();
        var codes = values.Select(value => value is null ? -1 : names.IndexOf(value));
        return new CategoryColumn(name, [.. codes], new CategoryDomain(names));
    }
}
