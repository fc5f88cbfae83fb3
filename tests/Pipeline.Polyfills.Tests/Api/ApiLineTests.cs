namespace Pipeline.Polyfills.Api;

public class ApiLineTests
{
    [Theory]
    [InlineData("A.M(char c = '\\'', string s = \"), \\\" | \"): A | method [B(\" | \")]", "A.M(char c = _, string s = _): A")]
    [InlineData("A.B.M(A.E e = (A.E)3, int i = 1): (int, string) | method", "A.B.M(A.E e = _, int i = _): (int, string)")]
    [InlineData("A.B.this[int index = 1]: int { get; } | property", "A.B.this[int index = _]: int { get; }")]
    [InlineData("A.B.C: string = \" = (x)\" | field const", "A.B.C: string = \" = (x)\"")]
    public void Line_WithDefaultValues_KeepsOnlyThatThereAreSome(string text, string signature)
    {
        var line = ApiLine.Parse(text);

        line!.Signature.ShouldBe(signature);
    }

    [Theory]
    [InlineData("A.B<T, U>.M<V>(V v): A.C | method", "A.B<T, U>")]
    [InlineData("A.B<A.C>.D..ctor() | ctor protected internal", "A.B<A.C>.D")]
    [InlineData("A.E.Value = 3 | value", "A.E")]
    [InlineData("A.B<in T>.P: A.C { get; } | property", "A.B<in T>")]
    public void Owner_OfAMember_IsItsType(string text, string owner)
    {
        var line = ApiLine.Parse(text);

        line!.Owner.ShouldBe(owner);
        line.IsType.ShouldBeFalse();
    }

    [Fact]
    public void Type_WithBasesAndConstraints_NamesThemApart()
    {
        var line = ApiLine.Parse("A.B<T, U> : A.C<T, U>, A.I where T : A.D<U>, new() where U : class | class abstract [X]")!;

        line.Bases.ShouldBe(["A.C<T, U>", "A.I"]);
        line.Constraints.ShouldBe("where T : A.D<U>, new() where U : class");
        line.Flags.ShouldBe(["abstract"]);
    }

    [Fact]
    public void Comment_Parsed_IsNoLine() => ApiLine.Parse("# SHA-256").ShouldBeNull();

    [Fact]
    public void Text_WithoutABar_IsRefused()
    {
        var refused = Should.Throw<FormatException>(() => ApiLine.Parse("A.B class"));

        refused.Message.ShouldContain("'A.B class'");
    }
}
