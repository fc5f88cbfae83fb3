using System.ComponentModel;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Tests.Nuke.Tooling;

public sealed class EnumerationTests
{
    private enum Kind
    {
        [EnumValue("two-words")] TwoWords,
        Plain,
    }

    [Theory]
    [InlineData("Release")]
    [InlineData("release")]
    [InlineData("rel")]
    public void TypeConverter_ReadsFieldNameAndTextInAnyCase(string text)
    {
        var value = TypeDescriptor.GetConverter(typeof(Configuration)).ConvertFromInvariantString(text);

        value.ShouldBe(Configuration.Release);
    }

    [Fact]
    public void TypeConverter_OfAnUnknownText_ListsTheKnownOnes()
    {
        var failure = Should.Throw<FormatException>(() => TypeDescriptor.GetConverter(typeof(Configuration)).ConvertFrom("x"));

        failure.Message.ShouldContain("Debug, Release");
    }

    [Fact]
    public void Equality_IsByValue()
    {
        (new Configuration("rel") == Configuration.Release).ShouldBeTrue();
        (Configuration.Debug != Configuration.Release).ShouldBeTrue();
        ((string)Configuration.Release).ShouldBe("rel");
    }

    [Fact]
    public void GetValue_IsTheAttributeElseTheName()
    {
        Kind.TwoWords.GetValue().ShouldBe("two-words");
        Kind.Plain.GetValue().ShouldBe("Plain");
    }

    [TypeConverter(typeof(TypeConverter<Configuration>))]
    private sealed class Configuration : Enumeration
    {
        public static readonly Configuration Debug = new("dbg");
        public static readonly Configuration Release = new("rel");

        public Configuration(string value) => Value = value;
    }
}
