using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>A model that begins with its data: what is proposed binds, and the data passes by it.</summary>
public sealed class InitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _outside = new();
    private readonly FakeFace _face = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Init_OfTwoClasses_ProposesWhatThenPasses()
    {
        _folder.Write("customers.csv", Customers());

        await InitAsync(new InitRequest { Data = "customers.csv", Label = "left" });

        var manifest = _folder.Read("models/customers/model.yml");
        manifest.ShouldContain("task: binary-classification # the label has 2 different values");
        manifest.ShouldContain("""  label: {column: left, positive: "yes"} # the class that affirms;""");
        manifest.ShouldContain("  path: ../../customers.csv\n");
        manifest.ShouldContain("""
              ignore:
                - customer_id # an identifier
                - note # short texts that hardly repeat, such as names or codes
                - same # the same in every row
                - nothing # it has no value

            """);
        manifest.ShouldContain("  split: {by: hash, of: [customer_id], test: 0.2}");
        manifest.ShouldContain("    - {unique: customer_id}\n");
        manifest.ShouldContain("  # protected: [Geschlecht]\n");
        manifest.ShouldContain("    plan: {type: category, one-of: [basic, pro], missing: {at-most: 0}}\n");
        manifest.ShouldMatch(@"first training on 2026-01-31.*\n  gates:\n    # Proposed: roc_auc was 0\.\d+, between .* 95%\.\n");
        manifest.ShouldContain("- {metric: roc_auc, at-least: 0.");
        manifest.ShouldMatch(@"- \{metric: log_loss, at-most: \d");
        manifest.ShouldContain("no-worse-than: champion, margin: 0.");
        _folder.Read("environments.yml").ShouldContain("project: customers\n");
        _face.Lines[^1].ShouldBe("Next: read models/customers/model.yml, then ./build.sh Release");
        _face.Warned.ShouldHaveSingleItem().ShouldEndWith("run this again with --protected \"Geschlecht\"");
        await ShouldPassAsync();
    }

    [Fact]
    public async Task Init_OfFreeText_ProposesALinearModelOfIt()
    {
        var lines = Enumerable.Range(0, 600).Select(x => string.Create(
            CultureInfo.InvariantCulture,
            $"2025-01-{(x % 27) + 1:00},\"number {x * 31} says that it is {(x % 2 == 0 ? "good and quick" : "bad and slow")}\","
            + $"{(x % 2 == 0 ? "yes" : "no")}"));
        _folder.Write("reviews.csv", "written,review,happy\n" + Join(lines));

        await InitAsync(new InitRequest { Data = "reviews.csv", Label = "happy" });

        var manifest = _folder.Read("models/reviews/model.yml");
        manifest.ShouldContain("  trainer: sdca-logistic-regression # a linear model, because of free text\n");
        manifest.ShouldNotContain("ignore:");
        manifest.ShouldContain("    written: {type: timestamp, missing: {at-most: 0}}\n");
        manifest.ShouldContain("    review: {type: text, missing: {at-most: 0}}\n");
        manifest.ShouldContain("- {metric: roc_auc, at-least: 0.");
        await ShouldPassAsync();
    }

    [Fact]
    public async Task Init_OfProtectedColumns_MeasuresTheirGroupsApart()
    {
        _folder.Write("customers.csv", Customers());

        await InitAsync(new InitRequest { Data = "customers.csv", Label = "left", Name = "churn", Protected = ["Geschlecht"] });

        var manifest = _folder.Read("models/churn/model.yml");
        manifest.ShouldContain("  protected: [Geschlecht]\n");
        manifest.ShouldContain("  slices: [Geschlecht] # measured apart\n");
        _face.Warned.ShouldBeEmpty();
        await ShouldPassAsync();
    }

    [Fact]
    public async Task Init_OfNumbers_IsARegression()
    {
        var rows = Enumerable.Range(0, 600).Select(x => (Miles: x * 7 % 100, Jam: x % 3));
        var lines = rows.Select(x => string.Create(
            CultureInfo.InvariantCulture, $"{x.Miles},{x.Jam},{(x.Miles * 2.5) + x.Jam}"));
        _folder.Write("data/TaxiFares.csv", "miles,jam,fare\n" + Join(lines));

        await InitAsync(new InitRequest { Data = "data/TaxiFares.csv", Label = "fare" });

        var manifest = _folder.Read("models/taxi-fares/model.yml");
        manifest.ShouldContain("task: regression # the label has ");
        manifest.ShouldContain("  path: ../../data/TaxiFares.csv\n  label: fare\n");
        manifest.ShouldContain("- {metric: r2, at-least: 0.9");
        manifest.ShouldContain("- {metric: mean_absolute_error, at-most: ");
        await ShouldPassAsync();
    }

    [Fact]
    public async Task Init_OfDataElsewhere_CopiesItToTheModel()
    {
        _outside.Write("irises.csv", Irises());

        await InitAsync(new InitRequest { Data = Path.Combine(_outside.Path, "irises.csv"), Label = "kind" });

        _folder.Read("models/irises/data/irises.csv").ShouldBe(Irises());
        var manifest = _folder.Read("models/irises/model.yml");
        manifest.ShouldContain("task: multiclass-classification # the label has 3 different values\n");
        manifest.ShouldContain("  path: data/irises.csv\n  label: kind\n");
        manifest.ShouldContain("- {metric: accuracy, at-least: ");
        manifest.ShouldContain("- {metric: balanced_accuracy, at-least: ");
        await ShouldPassAsync();
    }

    [Fact]
    public async Task Init_InTwoFolders_WritesTheSameBytes()
    {
        using var other = new TemporaryFolder();
        foreach (var folder in new[] { _folder, other })
        {
            folder.Write("customers.csv", Customers());
            await InitAsync(new InitRequest { Data = "customers.csv", Label = "left" }, folder);
        }

        foreach (var file in new[] { "models/customers/model.yml", "environments.yml" })
            other.Read(file).ShouldBe(_folder.Read(file));
    }

    [Fact]
    public async Task Init_OfAModelThatIsThere_LeavesItAlone()
    {
        _folder.Write("customers.csv", Customers());
        _folder.Write("models/customers/model.yml", "mine");
        _folder.Write("environments.yml", "mine too");

        await ShouldRefuseAsync(
            new InitRequest { Data = "customers.csv", Label = "left" },
            "There is a 'models/customers/model.yml' already, and it is left as it is; name another model with '--name'.");
        await InitAsync(new InitRequest { Data = "customers.csv", Label = "left", Name = "other" });

        _folder.Read("models/customers/model.yml").ShouldBe("mine");
        _folder.Read("environments.yml").ShouldBe("mine too");
        _face.Lines[^1].ShouldEndWith("./build.sh Release --model other");
    }

    [Theory]
    [InlineData("lef", null, "The data has no column 'lef'. Did you mean 'left'?")]
    [InlineData("nothing", null, "The label 'nothing' has no value in any row; a column with two or more different ones")]
    [InlineData("same", null, "The label 'same' has the same value in every row; a column with two or more different ones")]
    [InlineData("few", null, "The label 'few' is missing in 399 of 600 rows; it must be known in all of them.")]
    [InlineData("customer_id", null, "The label 'customer_id' is an identifier, with another value in each row; numbers, or")]
    [InlineData("note", null, "The label 'note' is free text; numbers, or values that occur again and again, are accepted.")]
    [InlineData("since", null, "The label 'since' is a timestamp; numbers, or values that occur again and again")]
    [InlineData("months", "binary-classification", "has 60 different numbers; for binary-classification a column with two is")]
    [InlineData("plan", "regression", "The label 'plan' is a category; for regression a column of numbers is accepted.")]
    [InlineData("plan", "regresion", "'--task' has the value 'regresion'; binary-classification, regression, ")]
    public async Task Init_OfALabelThatIsNone_SaysWhatIsAccepted(string label, string? task, string sentence)
    {
        _folder.Write("customers.csv", Customers());

        await ShouldRefuseAsync(new InitRequest { Data = "customers.csv", Label = label, Task = task }, sentence);
    }

    [Fact]
    public async Task Init_OfWrongNames_SaysWhatIsAccepted()
    {
        _folder.Write("2026.csv", Customers());
        _folder.Write("a.csv", Customers());

        await ShouldRefuseAsync(
            new InitRequest { Data = "b.csv", Label = "left" }, "There is no file 'b.csv'; '--data' accepts a file of rows");
        await ShouldRefuseAsync(
            new InitRequest { Data = "2026.csv", Label = "left" }, "'2026' is no name of a model; '--name' accepts 1 to 63");
        await ShouldRefuseAsync(
            new InitRequest { Data = "a.csv", Label = "left", Protected = ["Geschlect"] }, "Did you mean 'Geschlecht'?");
        await ShouldRefuseAsync(
            new InitRequest { Data = "a.csv", Label = "left", Protected = ["left"] }, "The label 'left' cannot be protected.");
    }

    [Fact]
    public void Init_ByTheCommandLine_TellsWhatItNeedsAndWhatComesNext()
    {
        using var root = new DeliveryRoot();
        root.Write("customers.csv", Customers());

        var without = root.Run("Init --data customers.csv");
        var with = root.Run("Init --data customers.csv --label left --name churn --protected Geschlecht,plan");

        without.ExitCode.ShouldBe(2, without.Text);
        without.Output.ShouldContain("The parameter '--label' (For Init: the column to predict) is required by target 'Init'");
        with.ExitCode.ShouldBe(0, with.Text);
        with.Output.ShouldContain("Next: read models/churn/model.yml, then ./build.sh Release --model churn");
        with.Output.ShouldContain("Model: models/churn/model.yml, Rows: 600, Task: binary-classification, Gates proposed: 2");
        root.Read("models/churn/model.yml").ShouldContain("  protected: [Geschlecht, plan]\n");
    }

    [Fact]
    public async Task Init_OfRowsThatCannotBeLearned_StillWritesAManifest()
    {
        _folder.Write("few.csv", "a,b\n1,x\n2,y\n");

        await InitAsync(new InitRequest { Data = "few.csv", Label = "b" });

        _folder.Read("models/few/model.yml").ShouldContain("  gates: [] #");
        _face.Warned.ShouldContain(x => x.StartsWith("A first training was not possible", StringComparison.Ordinal));
        _face.Lines[^1].ShouldEndWith("then ./build.sh ValidateData");
    }

    [Fact]
    public async Task Init_OfAColumnThatKnowsTheLabel_SaysSo()
    {
        var rows = Enumerable.Range(0, 300).Select(x => $"{x * 7 % 50},{(x % 3 == 0 ? "off" : "on")},{(x % 3 == 0 ? 1 : 0)}");
        _folder.Write("customers.csv", "months,account,left\n" + Join(rows));

        await InitAsync(new InitRequest { Data = "customers.csv", Label = "left" });

        _face.Warned.ShouldHaveSingleItem().ShouldBe(
            "'account' alone gives the label away: if it is known only later, 'ignore' it in models/customers/model.yml");
        _folder.Read("models/customers/model.yml").ShouldMatch("    account: .* # alone it gives the label away");
        await ShouldPassAsync();
    }

    [Fact]
    public async Task Init_OfStrangeNames_WritesWhatBindsAndForgesNoLines()
    {
        var rows = Enumerable.Range(0, 300).Select(x =>
            $"{x % 40};{(x % 2 == 0 ? "m" : "# w")};{(x % 40 < 15 ? "\"no: 1\"" : "~")}");
        _folder.Write("a 'b'.csv", "\"sum: #1\";\"sex\n::error::x\";\"{y}\"\n" + Join(rows));

        await InitAsync(new InitRequest { Data = "a 'b'.csv", Label = "{y}" });

        _folder.Read("models/a-b/model.yml").ShouldContain("""  label: {column: "{y}", positive: "no: 1"} # the rarer class""");
        _face.Lines.Concat(_face.Warned).ShouldAllBe(x => !x.Contains('\n'));
        await ShouldPassAsync();
    }

    [Theory]
    [InlineData("adult.csv", "label(IsOver50K)", "binary-classification")]
    [InlineData("penguins.csv", "species", "multiclass-classification")]
    [InlineData("taxi-fare-test.csv", "fare_amount", "regression")]
    public async Task Init_OfRealData_PassesDirectlyAfterwards(string file, string label, string task)
    {
        await InitAsync(new InitRequest { Data = Repository.Shared("data", file), Label = label, Name = "real" });

        _folder.Read("models/real/model.yml").ShouldContain($"task: {task} ");
        _face.Lines.ShouldAllBe(x => x.Length <= 80 || !x.StartsWith("column", StringComparison.Ordinal));
        await ShouldPassAsync();
    }

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    private async Task InitAsync(InitRequest init, TemporaryFolder? folder = null)
    {
        await using var session = new DeliverySession(RequestIn(folder ?? _folder));
        await session.InitAsync(init, Token);
    }

    private async Task ShouldRefuseAsync(InitRequest init, string sentence)
    {
        var before = _folder.Files.ToList();

        var refusal = await Should.ThrowAsync<InvalidInputException>(() => InitAsync(init));

        refusal.Message.ShouldContain(sentence);
        _folder.Files.ShouldBe(before);
    }

    /// <summary>By the stages themselves, with the gates that were proposed.</summary>
    private async Task ShouldPassAsync()
    {
        await using var session = new DeliverySession(RequestIn(_folder));
        await session.ValidateDataAsync(quarantines: false, Token);
        await session.TrainAsync(Token);
        await session.EvaluateAsync(Token);
    }

    private DeliveryRequest RequestIn(TemporaryFolder folder) => new(folder.Path, _face)
    {
        Clock = new FixedClock(),
        Actor = new Actor("ada@example.com", "test"),
        StateHome = _outside["state"],
    };

    /// <summary>Of 600 customers, of whom those leave that are new, but for some.</summary>
    private static string Customers() => "customer_id,since,plan,months,Geschlecht,note,few,same,nothing,left\n" + Join(
        Enumerable.Range(0, 600).Select(x => string.Create(
            CultureInfo.InvariantCulture,
            $"C{x:00000},2025-01-{(x % 28) + 1:00},{(x % 3 == 0 ? "pro" : "basic")},{x * 7 % 60},{(x % 2 == 0 ? "w" : "m")},"
            + $"they said {x * 31} things,{(x < 201 ? x % 5 : "")},1,,{(x * 7 % 60 < 20 ^ x % 11 == 0 ? "yes" : "no")}")));

    private static string Irises() => "length,width,kind\n" + Join(
        Enumerable.Range(0, 300).Select(x => $"{(x % 3 * 20) + (x % 17)},{x * 13 % 29},{(char)('a' + (x % 3))}"));

    private static string Join(IEnumerable<string> rows) => string.Concat(rows.Select(x => $"{x}\n"));

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Some.Noon;
    }
}
