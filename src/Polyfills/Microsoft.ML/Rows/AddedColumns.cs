using System;
using System.Collections.Generic;
using Microsoft.ML.Data;

namespace Microsoft.ML.Rows;

/// <param name="Columns">Names and types.</param>
/// <param name="CreateGetters">Makes a <see cref="ValueGetter{TValue}"/> for each of them, for one row.</param>
internal sealed record AddedColumns(
    IReadOnlyList<(string Name, DataViewType Type)> Columns, Func<DataViewRow, Delegate[]> CreateGetters);
