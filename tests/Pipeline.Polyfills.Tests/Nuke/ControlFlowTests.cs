using System.Globalization;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Utilities;
using Expect = Nuke.Common.Assert;

namespace Pipeline.Polyfills.Tests.Nuke;

public sealed class ControlFlowTests
{
    private enum Level
    {
        Brief,
        Full,
    }

    [Fact]
    public void Assertion_WithoutAMessage_QuotesTheExpression()
    {
        string? name = null;

        Should.Throw<Exception>(() => Expect.True(1 > 2)).Message.ShouldEndWith("1 > 2");
        Should.Throw<Exception>(() => Expect.NotNull(name)).Message.ShouldEndWith("name");
        Should.Throw<Exception>(() => Expect.Count(new[] { 7, 8 }, 1)).Message.ShouldContain("2: 7, 8");
        Should.Throw<Exception>(() => "".NotNullOrEmpty("say this")).Message.ShouldBe("say this");
    }

    [Fact]
    public void Retry_EndsWithTheFirstSuccess()
    {
        var attempts = 0;
        var cleanups = 0;

        ControlFlow.ExecuteWithRetry(
            () =>
            {
                if (++attempts < 3)
                    throw new InvalidOperationException("not yet");
            },
            () => cleanups++,
            retryAttempts: 5,
            logAction: _ => { });

        (attempts, cleanups).ShouldBe((3, 3));
    }

    [Fact]
    public void Retry_ThatNeverSucceeds_FailsWithTheLastCause()
    {
        var attempts = 0;

        var failure = Should.Throw<Exception>(() => ControlFlow.ExecuteWithRetry(
            () => throw new InvalidOperationException($"{++attempts}"), retryAttempts: 2, logAction: _ => { }));

        attempts.ShouldBe(2);
        failure.InnerException.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("2");
    }

    [Fact]
    public void SuppressErrors_GivesTheDefault()
    {
        ControlFlow.SuppressErrors(() => int.Parse("x", CultureInfo.InvariantCulture), 7, logWarning: false).ShouldBe(7);
    }

    [Fact]
    public void Variable_IsConverted()
    {
        EnvironmentInfo.SetVariable("PIPELINE_TEST_NUMBERS", "1 2");

        EnvironmentInfo.GetVariable<int[]>("PIPELINE_TEST_NUMBERS", ' ').ShouldBe([1, 2]);
        EnvironmentInfo.GetVariable<int?>("PIPELINE_TEST_ABSENT").ShouldBeNull();
        EnvironmentInfo.HasVariable("PIPELINE_TEST_NUMBERS").ShouldBeTrue();
    }

    [Theory]
    [InlineData("12", typeof(int?), 12)]
    [InlineData("1.5", typeof(double), 1.5)]
    [InlineData("full", typeof(Level?), Level.Full)]
    [InlineData("", typeof(bool), true)]
    [InlineData(null, typeof(bool), true)]
    [InlineData("false", typeof(bool?), false)]
    [InlineData(null, typeof(int?), null)]
    public void Conversion_ReadsTextWhateverTheCulture(string? text, Type type, object? expected)
    {
        ReflectionUtility.Convert(text, type, separator: null, booleanDefault: true).ShouldBe(expected);
    }

    [Fact]
    public void Conversion_OfPaths_IsFromTheCurrentFolder()
    {
        ReflectionUtility.Convert<AbsolutePath>("x").ShouldBe(EnvironmentInfo.WorkingDirectory / "x");
    }

    [Fact]
    public void Conversion_ThatFails_NamesValueAndType()
    {
        Should.Throw<Exception>(() => ReflectionUtility.Convert<int?>("many")).Message
            .ShouldBe("Value 'many' could not be converted to 'int?'");
        Should.Throw<Exception>(() => ReflectionUtility.Convert<Level?>("huge")).Message
            .ShouldBe("Value 'huge' could not be converted to 'Level?'");
    }
}
