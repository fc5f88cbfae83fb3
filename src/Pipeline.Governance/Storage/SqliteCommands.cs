using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Pipeline.Governance.Storage;

/// <summary>Statements whose values are parameters, numbered from <c>$1</c>; no value is ever written into a statement.</summary>
internal static class SqliteCommands
{
    public static SqliteCommand Statement(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), values[i] ?? DBNull.Value);
        return command;
    }

    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Statement(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; the default without a row, or for NULL.</summary>
    public static T? Scalar<T>(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Statement(sql, values);
        return command.ExecuteScalar() is T value ? value : default;
    }

    public static List<T> Rows<T>(
        this SqliteConnection connection, Func<SqliteDataReader, T> row, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Statement(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    public static string? Text(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
