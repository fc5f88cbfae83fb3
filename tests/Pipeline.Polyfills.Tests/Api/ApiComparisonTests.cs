namespace Pipeline.Polyfills.Api;

public class ApiComparisonTests
{
    private static readonly string[] Listed =
    [
        "Some.Animal : Some.ILiving | class abstract [Kept]",
        "Some.Animal..ctor() | ctor protected",
        "Some.Animal.Name: string { get; } | property",
        "Some.Animal.Speak(string text, string end = \" | \"): void | method virtual",
        "Some.Cage<T> : System.Collections.Generic.IEnumerable<T> where T : Some.Animal | class sealed",
        "Some.Cage<T>.Add(T item): void | method",
        "Some.Dog : Some.Animal, Some.ILiving | class",
        "Some.Dog..ctor() | ctor",
        "Some.DogCage : Some.Holder<Some.Dog> | class",
        "Some.Holder<T> | class",
        "Some.Holder<T>.Held: T { get; } | property virtual",
        "Some.ILiving | interface",
        "Some.ILiving.Age: int { get; } | property",
        "Some.Kind : byte | enum",
        "Some.Kind.Dog = 0 | value",
        "Some.Tools | class static",
        "Some.Tools.Feed(this Some.Animal animal): bool | method static extension",
        "Some.Visit(Some.Animal animal): void | delegate",
    ];

    [Theory]
    [InlineData("Some.Animal : Some.ILiving | class abstract")]
    [InlineData("Some.Animal | class abstract [Other]")]
    [InlineData("Some.Animal.Speak(string text, string end = null): void | method virtual [Other(\"| class\")]")]
    [InlineData("Some.Cage<T> : System.Collections.Generic.IEnumerable<T> where T : Some.Animal | class sealed")]
    [InlineData("Some.Dog : Some.ILiving | class sealed")]
    [InlineData("Some.Dog.Name: string { get; } | property")]
    [InlineData("Some.Dog.Speak(string text, string end = \"\"): void | method override")]
    [InlineData("Some.Dog.Age: int { get; } | property")]
    [InlineData("Some.DogCage.Held: Some.Dog { get; } | property override")]
    [InlineData("Some.Kind : byte | enum")]
    [InlineData("Some.Kind.Dog = 0 | value")]
    [InlineData("Some.Visit(Some.Animal animal): void | delegate")]
    public void Line_ThatTheListingAllows_IsNoViolation(string line) => Violations(line).ShouldBeEmpty();

    [Theory]
    [InlineData("Some.Cat : Some.Animal | class", "The type is not listed")]
    [InlineData("Some.ILiving | class", "The kind is class, but interface is listed")]
    [InlineData("Some.Animal : Some.ILiving | class", "The type is listed as abstract, and is not")]
    [InlineData("Some.Tools | class sealed", "The type is listed as static, and is not")]
    [InlineData("Some.Cage<T> where T : Some.Animal | class", "The type is listed as sealed, and is not")]
    [InlineData("Some.Cage<T> | class sealed", "The constraints are not those that are listed")]
    [InlineData("Some.Cage<TItem> where T : Some.Animal | class sealed", "The type parameters are not those that are listed")]
    [InlineData("Some.Dog : Some.Tools | class", "The base type or interface Some.Tools is not listed for it")]
    [InlineData("Some.Animal : Some.IOther | class abstract", "The base type or interface Some.IOther is not listed for it")]
    [InlineData("Some.Kind | enum", "The signature or underlying type is not the listed one")]
    [InlineData("Some.Visit(Some.Dog animal): void | delegate", "The signature or underlying type is not the listed one")]
    public void Type_ThatTheListingRefuses_BreaksOneRule(string line, string rule)
    {
        var violation = Violations(line).ShouldHaveSingleItem();

        violation.Rule.ShouldBe(rule);
    }

    [Theory]
    [InlineData("Some.Animal.Colour: string { get; } | property")]
    [InlineData("Some.Animal.Name: string { get; set; } | property")]
    [InlineData("Some.Animal.Name: object { get; } | property")]
    [InlineData("Some.Animal.Name: string | field")]
    [InlineData("Some.Animal.Name: string { get; } | property virtual")]
    [InlineData("Some.Animal.Speak(string words, string end = null): void | method virtual")]
    [InlineData("Some.Animal.Speak(string text, string end): void | method virtual")]
    [InlineData("Some.Animal..ctor() | ctor")]
    [InlineData("Some.Dog..ctor(string name) | ctor")]
    [InlineData("Some.DogCage..ctor() | ctor")]
    [InlineData("Some.Dog.Name: string { get; } | property override")]
    [InlineData("Some.Dog.Age: int { get; } | property virtual")]
    [InlineData("Some.Dog.Speak(string text, string end = null): void | method protected override")]
    [InlineData("Some.DogCage.Held: Some.Animal { get; } | property override")]
    [InlineData("Some.Tools.Feed(Some.Animal animal): bool | method static")]
    [InlineData("Some.Kind.Dog = 1 | value")]
    [InlineData("Some.Kind.Cat = 1 | value")]
    public void Member_ThatTheListingRefuses_IsNotListed(string line)
    {
        var violation = Violations(line).ShouldHaveSingleItem();

        violation.Rule.ShouldBe("The member is listed neither on the type nor on its bases");
    }

    [Fact]
    public void Violation_Printed_ShowsRuleLineAndNearestListedLines()
    {
        var violation = Violations("Some.Animal.Nam: string { get; } | property").ShouldHaveSingleItem();

        var lines = violation.ToString().Split('\n');

        lines[0].ShouldStartWith("The member is listed neither");
        lines[1].ShouldBe("    Some.Animal.Nam: string { get; } | property");
        lines[2].ShouldBe("    listed: Some.Animal.Name: string { get; } | property");
        lines.Length.ShouldBe(5);
    }

    [Fact]
    public void Member_OfATypeThatIsNotListed_IsReportedOnceForTheType()
    {
        var violations = Violations("Some.Cat | class", "Some.Cat.Purr(): void | method");

        violations.ShouldHaveSingleItem().Line.Head.ShouldBe("Some.Cat");
    }

    private static List<ApiViolation> Violations(params string[] lines) =>
        [.. new ApiComparison(new ApiListing(Listed)).Violations(lines.Select(x => ApiLine.Parse(x)!))];
}
