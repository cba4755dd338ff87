using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OcppDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class ClockAndStamps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "StopStamp",
                table: "Transactions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "StampedAt",
                table: "MeterValues",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ClockOffsetMs",
                table: "ChargePoints",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ClockSeenAt",
                table: "ChargePoints",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "StopStamp",
                table: "Transactions");

            migrationBuilder.DropColumn(
                name: "StampedAt",
                table: "MeterValues");

            migrationBuilder.DropColumn(
                name: "ClockOffsetMs",
                table: "ChargePoints");

            migrationBuilder.DropColumn(
                name: "ClockSeenAt",
                table: "ChargePoints");
        }
    }
}
