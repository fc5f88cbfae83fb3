namespace Pipeline.Targets.Tests.Bootstrap;

public abstract class PackageModeTests : IDisposable
{
    private const string Remembered = ".nuke/temp/package-mode";
    private readonly Clone _clone;
    private readonly FakeDotnet _dotnet;

    private protected PackageModeTests(BuildScript script)
    {
        _clone = Clone.Create(script);
        _dotnet = new FakeDotnet(_clone);
        _clone.Variables["PIPELINE_PACKAGES"] = null;
    }

    [Fact]
    public async Task Probe_Restored_RemembersNuget()
    {
        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(0);
        outcome.Errors.ShouldContain("Packages: nuget (.nuke/temp/package-mode)");
        _clone.Read(Remembered).ShouldBe("nuget\n");
    }

    [Theory]
    [InlineData("NU1101: Unable to find package Nuke.Common. It is not there.")]
    [InlineData("NU1102: Unable to find package Nuke.Common with version (>= 10.1.0)")]
    [InlineData("NU1103: Unable to find a stable package Nuke.Common with version (>= 10.1.0)")]
    [InlineData("NU1603: Warning As Error: Probe depends on Nuke.Common (>= 10.1.0) but Nuke.Common 10.1.0 was not found.")]
    public async Task Probe_PackageOrVersionNotFound_RemembersPolyfill(string words)
    {
        _dotnet.Restores(1, $"/x/PackageProbe.csproj : error {words}\n");

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(0);
        outcome.Errors.ShouldContain("Packages: polyfill (.nuke/temp/package-mode)");
        _clone.Read(Remembered).ShouldBe("polyfill\n");
    }

    [Theory]
    [InlineData("error NU1301: Unable to load the service index.")]
    [InlineData("error NU1101: Unable to find package Nuke.Common.\nerror NU1301: Unable to load the service index.")]
    [InlineData("error NU1109: Detected package downgrade.")]
    [InlineData("Segmentation fault")]
    public async Task Probe_AnyOtherFailure_StopsAndIsNotRemembered(string words)
    {
        _dotnet.Restores(1, words + "\n");

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain(words);
        outcome.Errors.ShouldContain("The package feed could not be asked, and nothing is remembered");
        _clone.Has(Remembered).ShouldBeFalse();
        _dotnet.Compiles.ShouldBe(0);
    }

    [Fact]
    public async Task Probe_Remembered_IsNotAskedAgain()
    {
        await _clone.RunAsync();

        await _clone.RunAsync();

        _dotnet.Calls.Count(x => x == "restore").ShouldBe(1);
    }

    [Theory]
    [InlineData("nuget")]
    [InlineData("polyfill")]
    public async Task Mode_Forced_AsksNobodyAndIsNotRemembered(string mode)
    {
        _clone.Variables["PIPELINE_PACKAGES"] = mode;

        var outcome = await _clone.RunAsync();

        outcome.Errors.ShouldStartWith($"Packages: {mode} (PIPELINE_PACKAGES)\n");
        _dotnet.Calls.ShouldNotContain("restore");
        _clone.Has(Remembered).ShouldBeFalse();
    }

    [Theory]
    [InlineData("PIPELINE_PACKAGES")]
    [InlineData(Remembered)]
    public async Task Mode_Unknown_IsRefusedWithOneSentence(string source)
    {
        _clone.Variables["PIPELINE_PACKAGES"] = source == Remembered ? null : "nugget";
        _clone.Write(Remembered, "nugget\n");

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(2);
        outcome.Errors.ShouldBe(
            $"The package mode 'nugget' in {source} is not known; make it 'nuget' or 'polyfill', or remove it.\n");
    }

    [Fact]
    public async Task Mode_Shown_LeavesStandardOutputToTheBuild()
    {
        var outcome = await _clone.RunAsync("x");

        outcome.Output.ShouldBe("<x>\n");
    }

    [Fact]
    public async Task Mode_Changed_HasBuildOfItsOwn()
    {
        _clone.Variables["PIPELINE_PACKAGES"] = "nuget";
        await _clone.RunAsync();
        _clone.Variables["PIPELINE_PACKAGES"] = "polyfill";
        await _clone.RunAsync();

        _clone.Variables["PIPELINE_PACKAGES"] = "nuget";
        await _clone.RunAsync();

        _clone.Builds().Count.ShouldBe(2);
        _dotnet.Compiles.ShouldBe(2);
    }

    public void Dispose()
    {
        _clone.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class BashPackageModeTests() : PackageModeTests(BuildScript.Bash);

public sealed class PowerShellPackageModeTests() : PackageModeTests(BuildScript.PowerShell);
