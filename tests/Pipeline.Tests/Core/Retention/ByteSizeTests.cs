namespace Pipeline.Core.Retention;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("500MB", 500_000_000)]
    [InlineData("20GB", 20_000_000_000)]
    [InlineData("1.5GiB", 1_610_612_736)]
    [InlineData("1kB", 1000)]
    [InlineData("1KB", 1000)]
    [InlineData("2TB", 2_000_000_000_000)]
    public void Parse_ASize_IsItsBytes(string text, long bytes) => ByteSize.Parse(text).Bytes.ShouldBe(bytes);

    [Theory]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("-1GB")]
    [InlineData("20 GB")]
    [InlineData("20gb")]
    [InlineData("1e3MB")]
    [InlineData("99999999999TB")]
    [InlineData("99999999999999999999999999999GB")]
    public void Parse_WhatIsNoSize_IsRefused(string text) => ByteSize.TryParse(text, null, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(20_000_000_000, "20.0 GB")]
    [InlineData(long.MaxValue, "9223372 TB")]
    public void Text_OfASize_HasThreeDigits(long bytes, string text) => new ByteSize(bytes).ToString().ShouldBe(text);
}
