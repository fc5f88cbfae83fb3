namespace Pipeline.Targets.Tests.Bootstrap;

public sealed class SdkTests : IDisposable
{
    private readonly Clone _clone = Clone.Create(BuildScript.Bash);
    private readonly FakeDotnet _dotnet;

    public SdkTests() => _dotnet = new FakeDotnet(_clone);

    [Fact]
    public async Task Sdk_OnPathAndFitting_IsAskedOnce()
    {
        await _clone.RunAsync();

        await _clone.RunAsync();

        _dotnet.Calls.Count(x => x == "--version").ShouldBe(1);
    }

    [Fact]
    public async Task Sdk_GlobalJsonIsNewer_IsAskedAgain()
    {
        await _clone.RunAsync();

        File.SetLastWriteTimeUtc(
            _clone.PathOf("global.json"), File.GetLastWriteTimeUtc(_clone.PathOf(".nuke/temp/sdk")).AddSeconds(1));
        await _clone.RunAsync();

        _dotnet.Calls.Count(x => x == "--version").ShouldBe(2);
    }

    [Fact]
    public async Task Sdk_DownloadFails_IsOneSentence()
    {
        _dotnet.Set("unfit", "");
        _dotnet.AddCommand("curl", "#!/bin/sh\necho 'curl: (6) Could not resolve host: dot.net' >&2\nexit 6");

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldBe(
            "Installing the .NET SDK that global.json asks for ...\n" +
            "No .NET SDK here satisfies global.json, and https://dot.net/v1/dotnet-install.sh could not install it: " +
            "curl: (6) Could not resolve host: dot.net\n");
    }

    [Fact]
    public async Task Sdk_NoneFits_IsInstalledIntoTheCloneOnce()
    {
        _dotnet.Set("unfit", "");
        _dotnet.AddCommand("curl", "#!/bin/sh\ncp \"${0%/*}/installer\" \"$5\"");
        _dotnet.AddCommand("installer",
            """
            #!/usr/bin/env bash
            [ "$1" = --jsonfile ] && [ -f "$2" ] && [ "$3" = --install-dir ] || exit 64
            mkdir -p "$4"
            cp "$(type -P dotnet)" "$4/dotnet"
            """);

        var first = await _clone.RunAsync("x");
        var second = await _clone.RunAsync("y");

        first.Output.ShouldBe("<x>\n");
        first.Errors.ShouldContain("Installing the .NET SDK");
        second.Output.ShouldBe("<y>\n");
        second.Errors.ShouldNotContain("Installing the .NET SDK");
        _clone.Has(".nuke/temp/dotnet/dotnet").ShouldBeTrue();
    }

    public void Dispose() => _clone.Dispose();
}
