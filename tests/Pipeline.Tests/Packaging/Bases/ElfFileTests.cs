namespace Pipeline.Packaging.Bases;

public sealed class ElfFileTests
{
    private const string Library = "/lib/x86_64-linux-gnu/libstdc++.so.6";

    [Fact]
    public void Needed_OfTheLibraryOfCPlusPlus_HasTheLibraryOfC()
    {
        Assert.SkipUnless(File.Exists(Library), $"There is no {Library}");

        var needed = ElfFile.NeededBy(File.ReadAllBytes(Library));

        needed.ShouldContain("libc.so.6");
        needed.ShouldContain("libm.so.6");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Needed_OfACutLibrary_IsInvalidOrEmpty(int length)
    {
        Assert.SkipUnless(File.Exists(Library), $"There is no {Library}");
        var bytes = File.ReadAllBytes(Library)[..length];

        Should.Throw<InvalidDataException>(() => ElfFile.NeededBy(bytes));
    }

    [Fact]
    public void Needed_OfAScript_IsInvalid() =>
        Should.Throw<InvalidDataException>(() => ElfFile.NeededBy("#!/bin/sh\n"u8));
}
