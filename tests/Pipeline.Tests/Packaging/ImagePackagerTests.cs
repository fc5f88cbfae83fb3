using System.Text.Json;
using Pipeline.Core.Identity;
using Pipeline.Packaging.Images;
using Pipeline.Packaging.Layers;
using Pipeline.Testing;

namespace Pipeline.Packaging;

public sealed class ImagePackagerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Package_SameInputsElsewhere_HasTheSameDigest()
    {
        using var other = new TemporaryFolder();
        var here = await PackageAsync(_folder, "trees");

        var there = await PackageAsync(other, "trees");

        there.Digest.ShouldBe(here.Digest);
        there.Layers.Select(x => x.Digest).ShouldBe(here.Layers.Select(x => x.Digest));
    }

    [Fact]
    public async Task Package_FilesWithOtherTimesAndModes_HasTheSameDigest()
    {
        var request = await Some.RequestAsync(_folder);
        var before = (await Some.Packager(_folder).PackageAsync(request, Token)).Value;
        File.SetLastWriteTimeUtc(_folder["publish", "Server.dll"], DateTime.UnixEpoch.AddYears(40));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["publish", "Server.dll"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var after = (await Some.Packager(_folder).PackageAsync(request, Token)).Value;

        after.Digest.ShouldBe(before.Digest);
    }

    [Fact]
    public async Task Package_AnotherNameOfTheModel_HasTheSameDigest()
    {
        var request = await Some.RequestAsync(_folder);
        var one = (await Some.Packager(_folder).PackageAsync(request, Token)).Value;

        var other = (await Some.Packager(_folder).PackageAsync(request with { Model = ModelName.Parse("churn") }, Token)).Value;

        other.Digest.ShouldBe(one.Digest);
        other.Name.ShouldStartWith("churn:");
    }

    [Fact]
    public async Task Package_NewModel_ReusesEveryOtherLayer()
    {
        var first = await PackageAsync(_folder, "trees");

        var second = await PackageAsync(_folder, "more trees");

        second.Digest.ShouldNotBe(first.Digest);
        first.Layers.ShouldAllBe(x => !x.IsReused);
        second.Layers.Where(x => x.IsReused).Select(x => x.Kind).ShouldBe([LayerKind.Base, LayerKind.Runtime, LayerKind.App]);
    }

    [Fact]
    public async Task Package_Extensions_AreALayerOfTheirOwnBelowTheModel()
    {
        _folder.Write("extensions/Acme.Models.dll", "acme");
        var request = await Some.RequestAsync(_folder) with { Extensions = _folder["extensions"] };

        var image = (await Some.Packager(_folder).PackageAsync(request, Token)).Value;

        image.Layers.Select(x => x.Kind).ShouldBe(
            [LayerKind.Base, LayerKind.Runtime, LayerKind.App, LayerKind.Extensions, LayerKind.Model]);
    }

    [Fact]
    public async Task Package_WhatOneFlavorNeeds_IsALayerOfItsImagesAlone()
    {
        var variables = new Dictionary<string, string> { ["QUIET"] = "1" };
        var request = await Some.RequestAsync(_folder);
        var with = request with { Flavor = new FlavorNeeds(["Package"], variables, IsNeeded: true), Layout = _folder["with"] };
        var without = request with { Flavor = with.Flavor with { IsNeeded = false }, Layout = _folder["without"] };

        var own = (await Some.Packager(_folder).PackageAsync(with, Token)).Value;
        var other = (await Some.Packager(_folder).PackageAsync(without, Token)).Value;

        own.Layers.Select(x => x.Kind).ShouldBe(
            [LayerKind.Base, LayerKind.Runtime, LayerKind.Flavor, LayerKind.App, LayerKind.Model]);
        other.Layers.Select(x => x.Kind).ShouldBe([LayerKind.Base, LayerKind.Runtime, LayerKind.App, LayerKind.Model]);
        own.Layers[1].Digest.ShouldBe(other.Layers[1].Digest);
        own.BillOfMaterials.Components.ShouldContain(
            x => x.Path == "app/Package.dll" && x.Package == "Package" && x.Version == "2.0.0");
        await Extract(own.Digest, "with");
        await Extract(other.Digest, "without");
        File.Exists(_folder["out-with", "app", "Package.dll"]).ShouldBeTrue();
        File.Exists(_folder["out-without", "app", "Package.dll"]).ShouldBeFalse();
        File.ReadAllText(_folder["out-with", "app", "Server.deps.json"]).ShouldContain("lib/net8.0/Package.dll");
        File.ReadAllText(_folder["out-without", "app", "Server.deps.json"]).ShouldNotContain("Package.dll");

        Task Extract(ImageDigest image, string layout) => new LayerExtractor(new ExtractionLimits())
            .ExtractAsync(_folder[layout], image, _folder[$"out-{layout}"], Token);
    }

    [Theory]
    [InlineData("Server", 183, "is for arm64, and the image is for amd64")]
    [InlineData("libhostfxr.so", 8, "is for ELF machine 8, and the image is for amd64")]
    public async Task Package_ServerForAnotherProcessor_IsRefusedAndNothingIsWritten(string file, byte machine, string reason)
    {
        var request = await Some.RequestAsync(_folder);
        await File.WriteAllBytesAsync(_folder["publish", file], Elf(machine), Token);

        var packaged = await Some.Packager(_folder).PackageAsync(request, Token);

        var problem = packaged.Problems.ShouldHaveSingleItem();
        problem.ToString().ShouldContain(reason);
        problem.File.ShouldEndWith(file);
        problem.Hint.ShouldBe("Publish the server with --runtime linux-x64.");
        Directory.Exists(request.Layout).ShouldBeFalse();
    }

    [Fact]
    public async Task Package_ServerForTheImagesProcessor_IsPackaged()
    {
        var request = await Some.RequestAsync(_folder);
        await File.WriteAllBytesAsync(_folder["publish", "Server"], Elf(62), Token);

        var packaged = await Some.Packager(_folder).PackageAsync(request, Token);

        packaged.IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task Package_ModelLayer_IsItsArchive()
    {
        var image = await PackageAsync(_folder, "trees");

        var model = image.Layers[^1];
        var bytes = await File.ReadAllBytesAsync(_folder["image", "blobs", "sha256", model.Digest.Hex], Token);

        model.Digest.ShouldBe(model.DiffId);
        bytes.ShouldBe(await Some.TarAsync(
            new LayerEntry.Bytes("model/model.zip", Some.Utf8("trees")),
            new LayerEntry.Bytes("model/signature.json", Some.Utf8("{}"))));
    }

    [Fact]
    public async Task Package_Layout_HasWhatItPointsToAndNothingElse()
    {
        await PackageAsync(_folder, "trees");
        var image = await PackageAsync(_folder, "more trees");

        var blobs = _folder.Files.Where(x => x.StartsWith("image/blobs/sha256/", StringComparison.Ordinal)).ToList();
        using var index = JsonDocument.Parse(_folder.Read("image/index.json"));

        blobs.Count.ShouldBe(image.Layers.Count + 2);
        index.RootElement.GetProperty("manifests")[0].GetProperty("digest").GetString().ShouldBe(image.Digest.ToString());
        _folder.Read("image/oci-layout").ShouldContain("1.0.0");
    }

    [Fact]
    public async Task Package_DamagedBlobAndCache_AreMadeAnew()
    {
        var first = await PackageAsync(_folder, "trees");
        foreach (var file in _folder.Files.Where(x => x.EndsWith(".tar.gz", StringComparison.Ordinal) || x.Contains("/blobs/")))
            _folder.Write(file, "damaged");

        var second = await PackageAsync(_folder, "trees");

        second.Digest.ShouldBe(first.Digest);
        (await Digest.OfFileAsync(_folder["image", "blobs", "sha256", second.Layers[1].Digest.Hex], Token))
            .ShouldBe(second.Layers[1].Digest);
    }

    [Fact]
    public async Task Archive_OfALayout_IsTheSameTwice()
    {
        await PackageAsync(_folder, "trees");

        var archives = new[] { await ArchiveAsync(), await ArchiveAsync() };

        archives[1].ShouldBe(archives[0]);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The head of a 64-bit little-endian program.</summary>
    private static byte[] Elf(byte machine) => [.. "\u007fELF\u0002\u0001"u8, .. new byte[12], machine, 0, .. new byte[44]];

    private async Task<byte[]> ArchiveAsync()
    {
        using var stream = new MemoryStream();
        await ImageArchive.WriteAsync(_folder["image"], stream, Token);
        return stream.ToArray();
    }

    private static async Task<PackagedImage> PackageAsync(TemporaryFolder folder, string model) =>
        (await Some.Packager(folder).PackageAsync(await Some.RequestAsync(folder, model), Token)).OrThrow();
}
