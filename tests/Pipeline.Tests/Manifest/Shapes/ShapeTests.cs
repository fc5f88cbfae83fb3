using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

public class ShapeTests
{
    [Theory]
    [InlineData("90s", 90.0)]
    [InlineData("1.5h", 5400.0)]
    [InlineData("250ms", 0.25)]
    [InlineData("1d", 86400.0)]
    [InlineData("0s", 0.0)]
    [InlineData("-1s", null)]
    [InlineData("1", null)]
    [InlineData("s", null)]
    [InlineData("1 s", null)]
    [InlineData("1.s", null)]
    [InlineData("10675199d", 10675199 * 86400.0)]
    [InlineData("10675200d", null)]
    [InlineData("99999999999999999999999999999999999999d", null)]
    public void Duration_Text_IsANumberAndAUnit(string text, double? seconds) =>
        (Read<TimeSpan>(text).TryGet(out var time) ? time.TotalSeconds : (double?)null).ShouldBe(seconds);

    [Theory]
    [InlineData("7", true)]
    [InlineData("7.0", false)]
    [InlineData("'7'", false)]
    [InlineData("2147483648", false)]
    [InlineData("-2147483648", true)]
    public void Int_Scalar_IsAWholeNumberThatFits(string text, bool expected) => Read<int>(text).IsValid.ShouldBe(expected);

    [Theory]
    [InlineData("1", true)]
    [InlineData("1e3", true)]
    [InlineData("0x10", true)]
    [InlineData(".inf", false)]
    [InlineData(".nan", false)]
    [InlineData("1e999", false)]
    [InlineData("'1'", false)]
    public void Double_Scalar_IsAFiniteNumber(string text, bool expected) => Read<double>(text).IsValid.ShouldBe(expected);

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", true)]
    [InlineData("no", false)]
    [InlineData("'true'", false)]
    public void Bool_Scalar_IsTrueOrFalse(string text, bool expected) => Read<bool>(text).IsValid.ShouldBe(expected);

    [Fact]
    public void Bool_No_SaysWhatYamlMakesOfIt() =>
        Read<bool>("no").Problems[0].Hint.ShouldBe("In YAML 1.2 this is a text; write false.");

    [Fact]
    public void Record_ConstructorRefuses_IsAProblemInItsWords()
    {
        var read = Read<Ratio>("{part: 1, whole: 0}");

        read.Problems.ShouldHaveSingleItem().ToString().ShouldBe("m.yml:1:1: 'x' is not accepted: The whole is not zero.");
    }

    [Fact]
    public void Record_ThatContainsItself_IsReadToAnyDepth()
    {
        var tree = Read<Tree>("{name: a, children: [{name: b, children: [{name: c}]}]}").OrThrow();

        tree.Children[0].Children[0].Name.ShouldBe("c");
    }

    [Fact]
    public void Record_Initialisers_AreKeptForWhatIsNotWritten() =>
        Read<Defaults>("{}").OrThrow().ShouldBe(new Defaults { Text = "kept", Number = 3 });

    [Fact]
    public void Record_PatternThatBacktracks_IsAnsweredInTime() =>
        Read<Slow>($"{{text: {new string('a', 40)}!}}").IsValid.ShouldBeFalse();

    [Theory]
    [InlineData(typeof(DateTime))]
    [InlineData(typeof(Dictionary<string, int>))]
    [InlineData(typeof(TwoKeys))]
    [InlineData(typeof(StrangeInline))]
    [InlineData(typeof(NoShorthand))]
    public void Shape_OfWhatNoManifestCanHold_IsTheDevelopersMistake(Type type) =>
        Should.Throw<InvalidOperationException>(() => ShapeFactory.Of(type));

    private static Validated<T> Read<T>(string yaml)
        where T : notnull
    {
        var (root, problems) = YamlReader.Read(yaml, "m.yml");
        problems.ShouldBeEmpty();
        return new ManifestNode(root!, "x", new Sources()).Bind<T>();
    }

    internal sealed record Ratio(int Part, int Whole)
    {
        public int Whole { get; } = Whole != 0 ? Whole : throw new ArgumentException("The whole is not zero.", nameof(Whole));
    }

    internal sealed record Tree
    {
        public required string Name { get; init; }

        public IReadOnlyList<Tree> Children { get; init; } = [];
    }

    internal sealed record Defaults
    {
        public string Text { get; init; } = "kept";

        public int Number { get; init; } = 3;
    }

    internal sealed record Slow
    {
        [RegularExpression("(a+)+")]
        public required string Text { get; init; }
    }

    internal sealed record TwoKeys
    {
        public int First { get; init; }

        [ManifestKey("first")]
        public int Second { get; init; }
    }

    internal sealed record StrangeInline
    {
        [Inline]
        public Tree? Tree { get; init; }
    }

    [Shorthand("Absent")]
    internal sealed record NoShorthand
    {
        public Criterion? Limit { get; init; }
    }
}
