using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>Expectations that fail the build; without a message of its own, a failure quotes the checked expression.</summary>
public static class Assert
{
    /// <exception cref="Exception">Always, with this message and cause.</exception>
    [DoesNotReturn]
    public static void Fail(string message, Exception exception = null) => throw new Exception(message, exception);

    public static void True(
        bool condition, string message = null, [CallerArgumentExpression(nameof(condition))] string argumentExpression = null)
    {
        if (!condition)
            Fail(message ?? $"Expected condition to be true: {argumentExpression}");
    }

    public static void False(
        bool condition, string message = null, [CallerArgumentExpression(nameof(condition))] string argumentExpression = null)
    {
        if (condition)
            Fail(message ?? $"Expected condition to be false: {argumentExpression}");
    }

    public static T NotNull<T>(
        this T obj, string message = null, [CallerArgumentExpression(nameof(obj))] string argumentExpression = null)
        where T : class
    {
        if (obj is null)
            Fail(message ?? $"Expected object of type '{typeof(T).FullName}' to be not null: {argumentExpression}");
        return obj;
    }

    public static T? NotNull<T>(
        this T? obj, string message = null, [CallerArgumentExpression(nameof(obj))] string argumentExpression = null)
        where T : struct
    {
        if (obj is null)
            Fail(message ?? $"Expected object of type '{typeof(T).FullName}' to be not null: {argumentExpression}");
        return obj;
    }

    public static string NotNullOrEmpty(
        this string str, string message = null, [CallerArgumentExpression(nameof(str))] string argumentExpression = null)
    {
        if (string.IsNullOrEmpty(str))
            Fail(message ?? $"Expected string to be not null or empty: {argumentExpression}");
        return str;
    }

    public static string NotNullOrWhiteSpace(
        this string str, string message = null, [CallerArgumentExpression(nameof(str))] string argumentExpression = null)
    {
        if (string.IsNullOrWhiteSpace(str))
            Fail(message ?? $"Expected string to be not null or whitespace: {argumentExpression}");
        return str;
    }

    public static void NotEmpty<T>(
        IReadOnlyCollection<T> collection,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null)
    {
        if (collection.NotNull(message, argumentExpression).Count == 0)
            Fail(message ?? $"Expected collection to be not empty: {argumentExpression}");
    }

    public static void Empty<T>(
        IReadOnlyCollection<T> collection,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null)
    {
        if (collection.NotNull(message, argumentExpression).Count > 0)
            Fail(message ?? $"Expected collection to be empty but found {Listed(collection)}: {argumentExpression}");
    }

    public static void Count<T>(
        IReadOnlyCollection<T> collection,
        int length,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null)
    {
        if (collection.NotNull(message, argumentExpression).Count != length)
            Fail(message ?? $"Expected collection to have {length} items but found {Listed(collection)}: {argumentExpression}");
    }

    public static void HasSingleItem<T>(
        IReadOnlyCollection<T> collection,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null) =>
        Count(collection, length: 1, message, argumentExpression);

    public static void FileExists(
        string path, string message = null, [CallerArgumentExpression(nameof(path))] string argumentExpression = null)
    {
        if (!File.Exists(path))
            Fail(message ?? $"Expected file to exist: {path} ({argumentExpression})");
    }

    public static void DirectoryExists(
        string path, string message = null, [CallerArgumentExpression(nameof(path))] string argumentExpression = null)
    {
        if (!Directory.Exists(path))
            Fail(message ?? $"Expected directory to exist: {path} ({argumentExpression})");
    }

    private static string Listed<T>(IReadOnlyCollection<T> collection) =>
        $"{collection.Count}: {string.Join(", ", collection.Take(10))}{(collection.Count > 10 ? ", ..." : "")}";
}
