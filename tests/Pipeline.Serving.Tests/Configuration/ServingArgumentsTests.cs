using System.Net;
using Pipeline.Core.Problems;
using Pipeline.Testing;

namespace Pipeline.Serving.Configuration;

public sealed class ServingArgumentsTests
{
    [Fact]
    public void Options_FromTheCommandLine_WinOverTheEnvironment()
    {
        var read = Read(
            ["--address", "127.0.0.1:0", "--revision=4"], ("MODEL", "/model"), ("REVISION", "3"), ("SAMPLING", "0.5"));

        var options = read.OrThrow();

        options.Model.ShouldBe("/model");
        options.Revision.ShouldBe(4);
        options.Sampling.ShouldBe(0.5);
        options.Address.ShouldBe(new IPEndPoint(IPAddress.Loopback, 0));
    }

    [Fact]
    public void Options_Unset_ListenOnLoopback()
    {
        var options = Read(["--model", "/model"]).OrThrow();

        IPAddress.IsLoopback(options.Address.Address).ShouldBeTrue();
    }

    [Fact]
    public void Options_WithMistakes_NameAllOfThem()
    {
        var read = Read(["--modle", "/model", "--sampling", "2", "--drain"], ("ADRESS", "x"));

        read.Problems.Select(x => x.ToString()).ShouldBe(
        [
            "There is no setting 'PIPELINE_SERVING_ADRESS'. Did you mean 'ADDRESS'?",
            "There is no setting '--modle'. Did you mean 'model'?",
            "'--sampling' takes a number above 0 and at most 1, not '2'.",
            "'--drain' takes a number of seconds, at most 600, not ''.",
            "The folder of the model is not given. Give it with --model.",
        ]);
    }

    [Theory]
    [InlineData("--address", "8080")]
    [InlineData("--address", "127.0.0.1:99999")]
    [InlineData("--address", "example.com:80")]
    [InlineData("--name", "Not A Name")]
    [InlineData("--version", "0")]
    [InlineData("--most-rows", "-1")]
    [InlineData("--sampling", "0")]
    [InlineData("--sampling", "NaN")]
    [InlineData("--drain", "601")]
    public void Option_OfABadValue_IsRefused(string option, string value)
    {
        var read = Read(["--model", "/model", option, value]);

        read.Problems.Single().Message.ShouldStartWith($"'{option}' takes ");
    }

    [Theory]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789abcdef\n", true)]
    [InlineData("0123", false)]
    [InlineData(null, false)]
    public void Read_FileOfASecret_IsReadAndNeverShown(string? text, bool isGood)
    {
        using var folder = new TemporaryFolder();
        if (text is not null)
            File.WriteAllText(folder["secret"], text);

        var read = Read(["--model", "/model", "--gateway-secret-file", folder["secret"]]);

        if (isGood)
            read.OrThrow().Secret!.Is("0123456789abcdef").ShouldBeTrue();
        else
            read.Problems.Single().Message.ShouldBe(
                $"'--gateway-secret-file' takes a file with a gateway secret, not '{folder["secret"]}'.");
    }

    [Fact]
    public void Secret_OfTheGateway_ComesFromTheEnvironmentAloneAndIsNotShown()
    {
        var options = Read(["--model", "/model"], ("GATEWAY_SECRET", "0123456789abcdef")).OrThrow();
        var tooShort = Read(["--model", "/model"], ("GATEWAY_SECRET", "0123"));
        var argument = Read(["--model", "/model", "--gateway-secret", "0123456789abcdef"]);

        options.Secret!.Is("0123456789abcdef").ShouldBeTrue();
        tooShort.Problems.Single().Message.ShouldBe(
            "'PIPELINE_SERVING_GATEWAY_SECRET' takes 16 to 256 visible ASCII characters, not this value.");
        argument.Problems.Single().Message.ShouldBe("There is no setting '--gateway-secret'.");
    }

    [Theory]
    [InlineData("@file")]
    [InlineData("stray")]
    [InlineData("[suggest]")]
    public void Argument_ThatIsNoOption_IsNamed(string argument)
    {
        var read = Read(["--model", "/model", argument]);

        read.Problems.Single().Message.ShouldBe($"There is no setting '{argument}'.");
    }

    [Fact]
    public void Option_OfLocalhost_IsLoopback()
    {
        var options = Read(["--model", "/model", "--address", "localhost:81"]).OrThrow();

        options.Address.ShouldBe(new IPEndPoint(IPAddress.Loopback, 81));
    }

    private static Validated<ServingOptions> Read(string[] arguments, params (string Name, string Value)[] variables) =>
        new ServingArguments().Read(
            arguments, variables.Select(x => KeyValuePair.Create(ServingSettings.Prefix + x.Name, x.Value)));
}
