using System.ComponentModel;
using System.Globalization;
using Nuke.Common;
using Nuke.Common.IO;

namespace Pipeline.Polyfills.Tests.Nuke.IO;

public sealed class AbsolutePathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a//b/./c/", "/a/b/c")]
    [InlineData("/a/b/../c", "/a/c")]
    [InlineData(@"/a\b", "/a/b")]
    [InlineData(@"C:\", @"C:\")]
    [InlineData("c:", @"C:\")]
    [InlineData(@"c:/a/..\b\\c\", @"C:\b\c")]
    [InlineData(@"\\server\share\a", @"\\server\share\a")]
    [InlineData(@"\\server/share\..\x", @"\\server\x")]
    [InlineData("/ünï code/✓", "/ünï code/✓")]
    public void Create_BringsThePathIntoNormalForm(string path, string expected)
    {
        AbsolutePath.Create(path).ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a/b")]
    [InlineData("./a")]
    [InlineData(@"\a")]
    [InlineData("1:/a")]
    public void Create_OfARelativePath_IsRefused(string? path)
    {
        Should.Throw<ArgumentException>(() => AbsolutePath.Create(path!)).Message.ShouldContain("must be absolute");
    }

    [Theory]
    [InlineData("/a", "b c", "/a/b c")]
    [InlineData("/a", "../b", "/b")]
    [InlineData("/a", @"b\c", "/a/b/c")]
    [InlineData("/a", "", "/a")]
    [InlineData("/a", null, "/a")]
    [InlineData("/", "a", "/a")]
    [InlineData(@"C:\", "a/b", @"C:\a\b")]
    [InlineData(@"\\s\h", "a", @"\\s\h\a")]
    public void Division_AppendsAPath(string left, string? right, string expected)
    {
        (AbsolutePath.Create(left) / right!).ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("/a", "/b")]
    [InlineData("/a", @"C:\b")]
    [InlineData("/a", "../..")]
    public void Division_ThatLeavesTheRoot_IsRefused(string left, string right)
    {
        Should.Throw<ArgumentException>(() => AbsolutePath.Create(left) / right);
    }

    [Fact]
    public void Division_ByARange_Climbs()
    {
        var path = AbsolutePath.Create("/a/b/c");

        (path / .. / "x").ToString().ShouldBe("/a/b/x");
        Should.Throw<ArgumentException>(() => path / 1..2);
    }

    [Fact]
    public void Addition_AppendsToTheName()
    {
        (AbsolutePath.Create("/a/b") + ".bak").ToString().ShouldBe("/a/b.bak");
    }

    [Theory]
    [InlineData("/a/b.tar.gz", "b.tar.gz", "b.tar", ".gz", "/a")]
    [InlineData("/.gitignore", ".gitignore", "", ".gitignore", "/")]
    [InlineData(@"C:\x y\z", "z", "z", "", @"C:\x y")]
    [InlineData(@"C:\z.txt", "z.txt", "z", ".txt", @"C:\")]
    [InlineData("/", "/", "", "", null)]
    public void Parts_AreThoseOfThePathsOwnRoot(string text, string name, string stem, string extension, string? parent)
    {
        var path = AbsolutePath.Create(text);

        path.Name.ShouldBe(name);
        path.NameWithoutExtension.ShouldBe(stem);
        path.Extension.ShouldBe(extension);
        ((string?)path.Parent).ShouldBe(parent);
    }

    [Fact]
    public void Equality_IgnoresCaseForWindowsPathsOnly()
    {
        AbsolutePath.Create(@"c:\A").ShouldBe(AbsolutePath.Create(@"C:\a"));
        AbsolutePath.Create(@"c:\A").GetHashCode().ShouldBe(AbsolutePath.Create(@"C:\a").GetHashCode());
        (AbsolutePath.Create("/A") == AbsolutePath.Create("/a")).ShouldBeFalse();
        (AbsolutePath.Create("/a/") == AbsolutePath.Create("/a")).ShouldBeTrue();
        ((AbsolutePath?)null == null).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "/a b")]
    [InlineData("nq", "/a b")]
    [InlineData("d", "\"/a b\"")]
    [InlineData("dn", "\"/a b\"")]
    [InlineData("s", "'/a b'")]
    [InlineData("sn", "'/a b'")]
    public void Format_Quotes(string? format, string expected)
    {
        ((IFormattable)AbsolutePath.Create("/a b")).ToString(format, CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Fact]
    public void Format_AsNeeded_LeavesAPathWithoutSpaces()
    {
        AbsolutePath.Create("/ab").ToString(AbsolutePath.DoubleQuoteIfNeeded).ShouldBe("/ab");
        Should.Throw<FormatException>(() => AbsolutePath.Create("/ab").ToString("x"));
    }

    [Fact]
    public void TypeConverter_TakesARelativePathFromTheCurrentFolder()
    {
        var converter = TypeDescriptor.GetConverter(typeof(AbsolutePath));

        converter.ConvertFromInvariantString("a/../b").ShouldBe(EnvironmentInfo.WorkingDirectory / "b");
        converter.ConvertFromInvariantString("/x").ShouldBe(AbsolutePath.Create("/x"));
        converter.CanConvertFrom(typeof(int)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/a/b", "/a/c/d", "../c/d")]
    [InlineData("/a", "/a/b", "b")]
    [InlineData("/a", "/a", "")]
    [InlineData("/", "/a", "a")]
    [InlineData(@"C:\a\b", @"c:\A\x", @"..\x")]
    [InlineData(@"C:\a", @"D:\x", @"D:\x")]
    [InlineData(@"\\s\h\a", @"\\s\h\b", @"..\b")]
    [InlineData(@"\\s\h", @"\\t\h", @"\\t\h")]
    public void RelativePath_LeadsFromOneToTheOther(string from, string to, string expected)
    {
        PathConstruction.GetRelativePath(from, to).ShouldBe(expected);
    }

    [Fact]
    public void RelativePath_HasTheSeparatorsOfItsType()
    {
        var path = AbsolutePath.Create("/a").GetWinRelativePathTo("/a/b/c");

        path.ToString().ShouldBe(@"b\c");
        path.ToUnixRelativePath().ToString().ShouldBe("b/c");
        ((path / "d") / ..).ToString().ShouldBe(@"b\c");
    }

    [Fact]
    public void Contains_IsAboutFoldersNotText()
    {
        AbsolutePath.Create("/a/b").Contains("/a/b/c").ShouldBeTrue();
        AbsolutePath.Create("/a/b").Contains("/a/bc").ShouldBeFalse();
        AbsolutePath.Create("/a/b").Contains("/a/b/../c").ShouldBeFalse();
    }
}
